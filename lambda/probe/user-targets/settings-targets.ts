/** The targets that the settings name. They lie beside the code: a function's environment holds 4 KB, which a list would fill. */
import { readFileSync } from 'node:fs';
import { SETTINGS_TARGETS_FILE } from '../../report/stack-contract.ts';
import type { UserTarget } from '../../report/user-targets.ts';

export function readSettingsTargets(): readonly UserTarget[] {
  return JSON.parse(readFileSync(new URL(SETTINGS_TARGETS_FILE, import.meta.url), 'utf8')) as UserTarget[];
}
