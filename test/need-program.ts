/** Gets a program that tests need: as root on Debian or Ubuntu by installing its package. */
import { execFileSync, spawnSync } from 'node:child_process';
import { beforeAll, beforeEach } from 'vitest';

/** A package list and a package over a slow line. */
const INSTALL_TIMEOUT_MS = 170_000;

/** For every test of the file or group. A skip that CI would not notice is a failure there. */
export function needProgram(program: string, packageName: string): void {
  beforeAll(() => {
    if (!isThere(program) && canInstall()) install(packageName);
  }, INSTALL_TIMEOUT_MS);
  beforeEach((context) => {
    if (isThere(program)) return;
    const help = `this needs ${program}: run sudo apt-get install ${packageName}`;
    if (process.env.CI) throw new Error(help);
    context.skip(help);
  });
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && isThere('apt-get');
}

function install(packageName: string): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // A fresh machine has no package list, an old one a list of what is gone.
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', packageName]]) {
    execFileSync('apt-get', args, { env, stdio: 'ignore', timeout: INSTALL_TIMEOUT_MS });
  }
}

function isThere(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}
