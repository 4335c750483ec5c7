/** Puts the lab's resolver and certificate authority where any command looks for them, in this mount namespace. */
import { writeFileSync } from 'node:fs';
import { useResolver } from './resolv-conf.ts';
import { CA_FILE } from './trust.ts';

/** Nothing listens there: where the VPC has no resolver, names must not be resolved by the machine's own. */
const NO_RESOLVER = '127.0.0.1';

export function readyForCommands(resolverAddress: string | null, caCertificatePem: string): void {
  useResolver(resolverAddress ?? NO_RESOLVER);
  writeFileSync(CA_FILE, caCertificatePem);
}
