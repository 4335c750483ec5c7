/** The programs that tests run besides the lab's own, each with the Debian package that holds it. */
import { spawnSync } from 'node:child_process';

export const PACKAGES = {
  aws: 'awscli',
  chromium: 'chromium',
  curl: 'curl',
  'docker-registry': 'docker-registry',
  python3: 'python3',
  tcpdump: 'tcpdump',
} as const;

export type Program = keyof typeof PACKAGES;

export function isThere(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}
