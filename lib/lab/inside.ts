/** The entry of the lab's inner process, which has namespaces of its own. */
import { runCatalogue } from './run/run-catalogue.ts';
import { runExec } from './run/run-exec.ts';
import { runWorld } from './run/run-world.ts';
import { runWorlds } from './run/run-worlds.ts';
import type { ExecRequest, LabRequest, WorldsRequest } from './session/request.ts';
import type { CatalogueResult, ExecResult, LabResult, WorldResult } from './session/result.ts';
import { serveInside } from './session/spawn-inside.ts';

type Request = LabRequest | ExecRequest | WorldsRequest;
type Result = LabResult | CatalogueResult | ExecResult | readonly WorldResult[];

serveInside<Request, Result>((request, parent) => {
  const { progress } = parent;
  if ('command' in request) return runExec(request, parent);
  if ('worlds' in request) return runWorlds(request, progress);
  return request.event.catalogue ? runCatalogue(request, progress) : runWorld(request, progress);
});
