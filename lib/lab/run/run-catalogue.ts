/** Has the functions of a world check the catalogue, and compares their answers with the kernel's counters. */
import { type CatalogueReport, catalogueSchema } from '../../../lambda/report/catalogue/catalogue-schema.ts';
import { readLedger } from '../kernel/kernel.ts';
import { declaredLink } from '../referee/declared-link.ts';
import { ledgerOf } from '../referee/interface-ledger.ts';
import { catalogueDisagreements } from '../referee/referee-catalogue.ts';
import { findHost } from '../services/internet/find-host.ts';
import type { Internet } from '../services/internet/internet.ts';
import type { LabRequest } from '../session/request.ts';
import type { CatalogueResult } from '../session/result.ts';
import { findWorld } from '../worlds/worlds.ts';
import { invokeFunction } from './invoke-function.ts';
import { startWorld } from './start/start-world.ts';

/** The lab's records are not the real ones: each host says what its own rest on. */
function withGrounds({ catalogue, ...report }: CatalogueReport, internet: Internet): CatalogueReport {
  const hosts = catalogue.hosts.map((host) => {
    const ground = findHost(internet, host.host)?.ground;
    return { ...host, ...(ground && { ground }) };
  });
  return { ...report, catalogue: { ...catalogue, hosts } };
}

/** @throws like `runWorld` */
export async function runCatalogue(
  request: LabRequest,
  progress: (step: string) => void,
): Promise<CatalogueResult> {
  const world = await startWorld(request, findWorld(request.world), progress);
  try {
    progress('checking the hosts of every AWS service');
    const outputs = await Promise.all(
      world.functions.map((fn) => invokeFunction(fn, request.event, catalogueSchema)),
    );
    const ledger = await readLedger(world.wiring);
    const differences = world.members.flatMap(({ networkInterface, subnet }, index) => {
      const [catalogue] = outputs.slice(index).map(({ value }) => value);
      const facts = {
        flows: ledgerOf(networkInterface.name, ledger).flows,
        declaredLink: declaredLink(world.model, subnet),
      };
      return catalogue ? catalogueDisagreements(catalogue, facts) : [];
    });
    const catalogues = outputs.map(({ value }) => withGrounds(value, world.served));
    return { catalogues, differences, notices: world.notices };
  } finally {
    await world.stop();
  }
}
