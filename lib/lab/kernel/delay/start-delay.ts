/** Starts the process that makes a world's packets late. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { EXTENSION } from '../../../folders.ts';
import { DELAY_NAMESPACE } from './delay-wiring.ts';

const PROCESS_FILE = join(import.meta.dirname, `delay-process${EXTENSION}`);

/** Node starts in about 50 ms; on a machine a hundred times slower the lab is useless. */
const START_TIMEOUT_MS = 5_000;

/** @returns what ends it */
export async function startDelay(milliseconds: number): Promise<() => void> {
  const child = spawn(
    'nsenter',
    [`--net=/run/netns/${DELAY_NAMESPACE}`, process.execPath, PROCESS_FILE, String(milliseconds)],
    { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  await once(child, 'message', { signal: AbortSignal.timeout(START_TIMEOUT_MS) });
  return () => void child.kill('SIGKILL');
}
