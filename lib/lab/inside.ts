/** The entry of the lab's inner process, alone in its own namespaces. */
import type { ExecRequest, LabRequest } from './request.ts';
import { type CatalogueResult, runCatalogue } from './run-catalogue.ts';
import { type ExecResult, runExec } from './run-exec.ts';
import { type LabResult, runWorld } from './run-world.ts';
import { serveInside } from './spawn-inside.ts';

serveInside<LabRequest | ExecRequest, LabResult | CatalogueResult | ExecResult>((request, progress) => {
  if ('command' in request) return runExec(request, progress);
  return request.event.catalogue ? runCatalogue(request, progress) : runWorld(request, progress);
});
