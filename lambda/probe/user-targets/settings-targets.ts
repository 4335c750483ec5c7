/** The targets that the settings name. They are in a file beside the code: a function's environment holds only 4 KB. */
import { readFileSync } from 'node:fs';
import { SETTINGS_TARGETS_FILE } from '../../report/stack-contract.ts';
import type { UserTarget } from '../../report/user-targets.ts';

export function readSettingsTargets(): readonly UserTarget[] {
  return JSON.parse(readFileSync(new URL(SETTINGS_TARGETS_FILE, import.meta.url), 'utf8')) as UserTarget[];
}
