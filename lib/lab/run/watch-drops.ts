/** Watches what the kernel drops while a command of the user's runs, so that no one waits in silence. */
import { setTimeout as wait } from 'node:timers/promises';
import { readLedger } from '../kernel/kernel.ts';
import { ledgerOf } from '../referee/interface-ledger.ts';
import { remarksOnDrops } from './remark-on-drops.ts';
import type { Member } from './start/members.ts';
import type { RunningWorld } from './start/start-world.ts';

/** A lost SYN is sent again after a second. */
const INTERVAL_MS = 1_000;

/** Reading takes longer the more destinations there are: a program that tries thousands is not slowed down. */
const LEAST_PAUSE_FOR_A_READ = 20;

/** @returns what ends the watching */
export function watchDrops(
  world: Pick<RunningWorld, 'wiring' | 'served'>,
  member: Member,
  remark: (line: string) => void,
): () => void {
  const end = new AbortController();
  // A ledger that cannot be read fails the command at its end, with what the kernel said.
  watchUntil(end.signal, world, member, remark).catch(() => {});
  return () => end.abort();
}

async function watchUntil(
  signal: AbortSignal,
  { wiring, served }: Pick<RunningWorld, 'wiring' | 'served'>,
  { networkInterface }: Member,
  remark: (line: string) => void,
): Promise<never> {
  const remarks = remarksOnDrops(served);
  for (;;) {
    const begin = performance.now();
    const { drops } = ledgerOf(networkInterface.name, await readLedger(wiring));
    const pause = (performance.now() - begin) * LEAST_PAUSE_FOR_A_READ;
    signal.throwIfAborted();
    remarks(drops).forEach(remark);
    await wait(Math.max(INTERVAL_MS, pause), undefined, { signal });
  }
}
