/** A folder that only this mount namespace has: whatever ends the lab leaves no file. */
import { spawnSync } from 'node:child_process';

/** Every Linux has it, nothing here needs it, and projects are not kept there. */
const MEMORY = '/dev/shm';

/** Empty, and new at every call: an earlier one is hidden. */
export function memoryFolder(): string {
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', MEMORY], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${MEMORY} cannot be made memory: ${stderr}`);
  return MEMORY;
}
