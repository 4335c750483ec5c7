/** A machine that refuses the lab: the message quotes the refusal and names the one command that helps. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { requirePrivileges } from '../../../lib/lab/session/privileges.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'natless-test-privileges-'));
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`);
  for (const program of ['ip', 'nft', 'nsenter', 'setpriv', 'mount']) place(program, 'exit 0');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A program of that name, found before the machine's own. */
function place(program: string, script: string): void {
  const file = join(folder, program);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

const ensure = () => requirePrivileges({ install: false, say: () => {} });

test.runIf(process.platform === 'linux').each([
  [
    'Ubuntu’s AppArmor',
    'unshare: write failed /proc/self/uid_map: Operation not permitted',
    'kernel.apparmor_restrict_unprivileged_userns=0',
  ],
  ['a limit of 0', 'unshare: unshare failed: No space left on device', 'user.max_user_namespaces'],
  ['a container', 'unshare: unshare failed: Operation not permitted', 'docker run --privileged'],
])('a refusal by %s gets the command that helps', async (_, words, help) => {
  place('unshare', `[ "$1" = --version ] && exit 0; echo "${words}" >&2; exit 1`);
  await expect(ensure()).rejects.toThrow(words);
  await expect(ensure()).rejects.toThrow(help);
});

test('a system that is not Linux is refused, with a command that runs the lab', async () => {
  vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin');
  await expect(ensure()).rejects.toThrow(/this is darwin: run it on Linux/);
  vi.restoreAllMocks();
});
