/** The programs that tests run besides the lab's own, each with the Debian package that holds it. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export const PACKAGES = {
  aws: 'awscli',
  chromium: 'chromium',
  curl: 'curl',
  'docker-registry': 'docker-registry',
  python3: 'python3',
  tcpdump: 'tcpdump',
} as const;

export type Program = keyof typeof PACKAGES;

/** Looked up and not started: some take half a second to say their version, and tests ask before each that needs one. */
export function isThere(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, program)));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
