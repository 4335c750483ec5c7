/** Makes programs in this mount namespace use the lab's resolver. The machine's own files stay unchanged. */
import { spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const RESOLV_CONF = '/etc/resolv.conf';

/** In /run, which is memory of this mount namespace only: see kernel/netns.ts. */
const OWN_FILE = '/run/lab-resolv.conf';

export function useResolver(address: string): void {
  const text = `nameserver ${address}\n`;
  const target = targetOfLink(RESOLV_CONF);
  if (target?.startsWith('/run/')) {
    // With systemd it is a link into /run, which belongs to the lab in here.
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
