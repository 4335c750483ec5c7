/** Has the programs of this mount namespace ask the lab's resolver. The machine's own files stay as they are. */
import { spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const RESOLV_CONF = '/etc/resolv.conf';

/** Memory that only this mount namespace has, see netns.ts. */
const OWN_FILE = '/run/lab-resolv.conf';

export function useResolver(address: string): void {
  const text = `nameserver ${address}\n`;
  const target = targetOfLink(RESOLV_CONF);
  if (target?.startsWith('/run/')) {
    // systemd's machines have a link into /run, which is the lab's own here.
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    return;
  }
  writeFileSync(OWN_FILE, text);
  const { status, stderr } = spawnSync('mount', ['--bind', OWN_FILE, RESOLV_CONF], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${RESOLV_CONF} cannot be replaced in the lab: ${stderr}`);
}

function targetOfLink(file: string): string | null {
  return lstatSync(file).isSymbolicLink() ? resolve(dirname(file), readlinkSync(file)) : null;
}
