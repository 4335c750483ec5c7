/** `--keep`: leaves the lab running until Ctrl-C, and says how to enter it. */
import { once } from 'node:events';
import type { Entrance } from '../lab/enter/entrances.ts';
import type { Context } from './context.ts';

export async function keepUntilInterrupt(
  entrances: readonly Entrance[],
  { stderr, signal }: Context,
): Promise<void> {
  const width = Math.max(...entrances.map(({ name }) => name.length));
  const lines = entrances.map(({ name, command }) => `  ${name.padEnd(width)}  ${command}`);
  stderr.write(`the lab stays until Ctrl-C; from another shell:\n${lines.join('\n')}\n`);
  if (!signal.aborted) await once(signal, 'abort');
}
