/** Who runs the command: under sudo the user that called it. */
import { spawnSync } from 'node:child_process';

export interface CallingUser {
  readonly uid: number;
  readonly gid: number;
  /** Null where the machine does not know the user. */
  readonly account: Account | null;
  /** Whether root runs the lab for this user; else the user does, in namespaces of their own. */
  readonly isSwitched: boolean;
}

interface Account {
  readonly name: string;
  readonly home: string;
  readonly shell: string;
}

/** Null for root itself: the machine's, or a container's. @param env sudo's variables, which only root is asked for */
export function callingUser(env: NodeJS.ProcessEnv): CallingUser | null {
  const [uid = 0, gid = 0] = [process.getuid?.(), process.getgid?.()];
  const isSwitched = uid === 0;
  if (!isSwitched) return { uid, gid, isSwitched, account: accountOf(uid) };
  const [byUid, byGid] = [idIn(env.SUDO_UID), idIn(env.SUDO_GID)];
  if (byUid === null || byGid === null) return null;
  return { uid: byUid, gid: byGid, isSwitched, account: accountOf(byUid) };
}

/** Null for none, and for root's. */
function idIn(text = ''): number | null {
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null;
}

/** It asks a directory in the network, where the machine has one. */
const LOOKUP_TIMEOUT_MS = 5_000;

function accountOf(uid: number): Account | null {
  const { stdout } = spawnSync('getent', ['passwd', String(uid)], {
    encoding: 'utf8',
    timeout: LOOKUP_TIMEOUT_MS,
  });
  const [name = '', , , , , home = '/', shell = '/bin/sh'] = (stdout ?? '').trim().split(':');
  return name === '' ? null : { name, home, shell };
}
