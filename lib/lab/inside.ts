/** The entry of the lab's inner process, alone in its own namespaces. */
import type { LabRequest } from './request.ts';
import { type CatalogueResult, runCatalogue } from './run-catalogue.ts';
import { type LabResult, runWorld } from './run-world.ts';
import { serveInside } from './spawn-inside.ts';

serveInside<LabRequest, LabResult | CatalogueResult>((request, progress) =>
  request.event.catalogue ? runCatalogue(request, progress) : runWorld(request, progress),
);
