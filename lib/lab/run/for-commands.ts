/** Puts the lab's resolver and certificate authority where a command of the user's looks for them, in this mount namespace. */
import { writeFileSync } from 'node:fs';
import { useResolver } from './resolv-conf.ts';
import type { RunningWorld } from './start-world.ts';
import { CA_FILE } from './trust.ts';

export function readyForCommands({ internet, members: [member] }: RunningWorld): void {
  useResolver(member?.networkInterface.resolverAddress ?? '127.0.0.1');
  writeFileSync(CA_FILE, internet.caCertificatePem);
}
