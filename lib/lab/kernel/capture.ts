/** Has tcpdump write the packets that cross the gateways, as seen at the internet's ends of their links. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { UserError } from '../../user-error.ts';
import type { Wiring } from './wiring.ts';

/** It only opens a socket; a machine that needs longer is stuck. */
const START_TIMEOUT_MS = 10_000;

/** It writes what it has at once; a reader that takes nothing for longer will not come back. */
const END_TIMEOUT_MS = 10_000;

/**
 * Every link at once: the capture names the link of each packet (LINKTYPE_LINUX_SLL2). Unbuffered, so that the file is
 * complete however the lab ends. Privileges stay as they are: the lab's namespaces have no other user.
 */
const TCPDUMP = ['--interface=any', '--linktype=LINUX_SLL2', '-U', '--relinquish-privileges=root', '-w', '-'];
/** Addresses of the internet's own loopback device. */
const LOOPBACK = ['127.0.0.1', '::1'];

/**
 * @param fd the open file to write to
 * @returns what ends the capture; its promise resolves when the file is complete
 */
export async function startCapture(
  fd: number,
  { resolverAddresses }: Pick<Wiring, 'resolverAddresses'>,
): Promise<() => Promise<void>> {
  const behindNoGateway = [...LOOPBACK, ...resolverAddresses].map((address) => `host ${address}`);
  const child = spawn('tcpdump', [...TCPDUMP, `not (${behindNoGateway.join(' or ')})`], {
    stdio: ['ignore', fd, 'pipe'],
  });
  await listening(child);
  return async () => {
    child.kill('SIGINT');
    // It waits where nothing reads the pipe that it writes to.
    const deadline = setTimeout(() => child.kill('SIGKILL'), END_TIMEOUT_MS);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    clearTimeout(deadline);
  };
}

async function listening(child: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const lines: string[] = [];
  const timer = setTimeout(() => reject(new Error('tcpdump did not start in time')), START_TIMEOUT_MS);
  child.once('error', reject);
  child.once('close', () => reject(new UserError(`tcpdump cannot capture: ${lines.join(' ')}`)));
  if (child.stderr) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      if (line.includes('listening on')) resolve();
    });
  }
  await promise.finally(() => clearTimeout(timer));
}
