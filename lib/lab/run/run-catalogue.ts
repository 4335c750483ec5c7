/** Has the functions of a world check the catalogue, and holds it against the kernel's counters. */
import { type CatalogueReport, catalogueSchema } from '../../../lambda/report/catalogue/catalogue-schema.ts';
import { readLedger } from '../kernel/kernel.ts';
import { ledgerOf } from '../referee/findings.ts';
import { catalogueDisagreements } from '../referee/referee-catalogue.ts';
import type { LabRequest } from '../session/request.ts';
import { findWorld } from '../worlds/worlds.ts';
import { declaredLink } from './declared-link.ts';
import { invokeFunction } from './invoke-function.ts';
import { startWorld } from './start-world.ts';

export interface CatalogueResult {
  /** One for each subnet. */
  readonly catalogues: readonly CatalogueReport[];
  /** Where the kernel disagrees, a sentence each. */
  readonly differences: readonly string[];
}

/** @throws as `runWorld` does */
export async function runCatalogue(
  request: LabRequest,
  progress: (step: string) => void,
): Promise<CatalogueResult> {
  const world = await startWorld(request, findWorld(request.world), progress);
  try {
    progress('checking the hosts of every AWS service');
    const answers = await Promise.all(
      world.members.map(({ running }) => invokeFunction(running, request.event, catalogueSchema)),
    );
    const ledger = await readLedger(world.wiring);
    const differences = world.members.flatMap(({ networkInterface, subnet }, index) => {
      const [catalogue] = answers.slice(index).map(({ value }) => value);
      const facts = {
        flows: ledgerOf(networkInterface.name, ledger).flows,
        declaredLink: declaredLink(world.model, subnet.routeTableId),
      };
      return catalogue ? catalogueDisagreements(catalogue, facts) : [];
    });
    return { catalogues: answers.map(({ value }) => value), differences };
  } finally {
    await world.stop();
  }
}
