/** Before all tests: as root on Debian or Ubuntu installs the programs that are missing. */
import { spawnSync } from 'node:child_process';
import { isInstalled } from '../lib/lab/session/privileges.ts';
import { PACKAGES, type Program } from './programs.ts';

/** Package lists and a browser over a slow line. */
const INSTALL_TIMEOUT_MS = 300_000;

/** In one go, since apt-get holds a lock. If a program cannot be installed, the tests that need it say so. */
export default function installPrograms(): void {
  const missing = (Object.keys(PACKAGES) as Program[]).filter((program) => !isInstalled(program));
  if (missing.length === 0 || process.getuid?.() !== 0 || !isInstalled('apt-get')) return;
  const packages = missing.map((program) => PACKAGES[program]);
  process.stderr.write(`installing ${packages.join(', ')} for the tests\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // A fresh machine has no package list, an old one a list of what is gone.
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const { status, stderr } = spawnSync('apt-get', args, {
      env,
      encoding: 'utf8',
      timeout: INSTALL_TIMEOUT_MS,
    });
    if (status !== 0) process.stderr.write(`apt-get ${args.join(' ')} failed: ${stderr}\n`);
  }
}
