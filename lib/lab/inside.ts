/** The entry of the lab's inner process, alone in its own namespaces. */

import { type CatalogueResult, runCatalogue } from './run/run-catalogue.ts';
import { type ExecResult, runExec } from './run/run-exec.ts';
import { type LabResult, runWorld } from './run/run-world.ts';
import { runWorlds, type WorldResult, type WorldsRequest } from './run/run-worlds.ts';
import type { ExecRequest, LabRequest } from './session/request.ts';
import { serveInside } from './session/spawn-inside.ts';

type Request = LabRequest | ExecRequest | WorldsRequest;
type Result = LabResult | CatalogueResult | ExecResult | readonly WorldResult[];

serveInside<Request, Result>((request, progress) => {
  if ('command' in request) return runExec(request, progress);
  if ('worlds' in request) return runWorlds(request, progress);
  return request.event.catalogue ? runCatalogue(request, progress) : runWorld(request, progress);
});
