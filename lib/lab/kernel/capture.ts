/** Has tcpdump write what crosses the gateways, as the internet's ends of their links see it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { UserError } from '../../user-error.ts';
import { PASSED_THROUGH } from '../session/spawn-inside.ts';

/** It opens a socket; a machine that needs longer for that is stuck. */
const START_TIMEOUT_MS = 10_000;

/**
 * Every link at once, which the capture tells apart (LINKTYPE_LINUX_SLL2), but for what crosses no gateway.
 * Without buffers: what was seen is in the file, however the lab ends. As whoever runs it: there is no other user here.
 */
const TCPDUMP = ['--interface=any', '--linktype=LINUX_SLL2', '-U', '--relinquish-privileges=root', '-w', '-'];
/** Addresses of the internet's own loopback device. */
const LOOPBACK = ['127.0.0.1', '::1'];

/** @throws UserError without tcpdump */
export function requireTcpdump(): void {
  if (spawnSync('tcpdump', ['--version']).error === undefined) return;
  throw new UserError('--pcap needs tcpdump: run sudo apt-get install tcpdump');
}

/** @returns what ends the capture, once its file is whole */
export async function startCapture(resolverAddresses: readonly string[]): Promise<() => Promise<void>> {
  const behindNoGateway = [...LOOPBACK, ...resolverAddresses].map((address) => `host ${address}`);
  const child = spawn('tcpdump', [...TCPDUMP, `not (${behindNoGateway.join(' or ')})`], {
    stdio: ['ignore', PASSED_THROUGH.capture, 'pipe'],
  });
  await listening(child);
  return async () => {
    child.kill('SIGINT');
    if (child.exitCode === null) await once(child, 'close');
  };
}

async function listening(child: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const said: string[] = [];
  const timer = setTimeout(() => reject(new Error('tcpdump did not start in time')), START_TIMEOUT_MS);
  child.once('error', reject);
  child.once('close', () => reject(new UserError(`tcpdump cannot capture: ${said.join(' ')}`)));
  if (child.stderr) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line);
      if (line.includes('listening on')) resolve();
    });
  }
  await promise.finally(() => clearTimeout(timer));
}
