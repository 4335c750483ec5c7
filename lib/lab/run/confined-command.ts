/**
 * How a command of the user's runs in the lab: as that user, without privileges, in a session and namespaces of its own.
 * It keeps the machine's files, as far as the user may read and write them, except /run, which is the lab's.
 */
import { writeFileSync } from 'node:fs';
import { CLOSE_DESCRIPTORS, NAMESPACES, UNPRIVILEGED } from '../runtime/confinement.ts';
import type { CallingUser } from '../session/calling-user.ts';

/** In memory of the lab's mount namespace. */
const ENVIRONMENT_FILE = '/run/command-environment';

export interface CommandToRun {
  readonly command: readonly string[];
  /** All that the command gets; what starts it gets nothing of it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Null for root. */
  readonly user: CallingUser | null;
  /** The path of the network namespace. */
  readonly network: string;
}

/** The arguments of `nsenter`. The script's shell stays as the first process: such a one does not get most signals. */
export function confinedCommand({ command, environment, user, network }: CommandToRun): string[] {
  writeFileSync(ENVIRONMENT_FILE, Object.entries(environment).map(exported).join(''));
  const script = [
    'set -e',
    CLOSE_DESCRIPTORS,
    'mount -t proc -o nosuid,nodev,noexec proc /proc',
    ...(user === null ? HELD_FROM_ROOT : []),
    'set +e',
    // Without the caller's terminal as its own the command cannot type into it.
    `setsid ${becoming(user).join(' ')} sh -c '. ${ENVIRONMENT_FILE}; exec "$@"' natless "$@"`,
    'exit $?',
  ].join('\n');
  return [`--net=${network}`, 'unshare', ...NAMESPACES, 'sh', '-c', script, 'sh', ...command];
}

/** Root needs no privilege for what it owns, and it owns the kernel's settings. */
const HELD_FROM_ROOT = [
  'for file in sys sysrq-trigger bus fs irq; do',
  '  if [ -e /proc/$file ]; then mount -o bind,ro,nosuid,nodev,noexec /proc/$file /proc/$file; fi',
  'done',
  // The network's own view of it; where a container hides parts of /sys, the kernel refuses a new one.
  'mount -t sysfs -o ro,nosuid,nodev,noexec sysfs /sys 2> /dev/null || mount -o rbind,ro /sys /sys',
];

function becoming(user: CallingUser | null): (string | number)[] {
  if (user === null) return ['setpriv', ...UNPRIVILEGED];
  const { uid, gid, account, isSwitched } = user;
  if (isSwitched) {
    const groups = account === null ? '--clear-groups' : '--init-groups';
    return ['setpriv', '--reuid', uid, '--regid', gid, groups, ...UNPRIVILEGED];
  }
  // In the lab's namespaces an ordinary user is root: here they are themselves again.
  const map = [`--map-user=${uid}`, `--map-group=${gid}`, '--keep-caps'];
  return ['unshare', '--user', ...map, 'setpriv', ...UNPRIVILEGED];
}

/** A line for the shell that becomes the command. */
function exported([name, value]: [string, string]): string {
  return `export ${name}='${value.replaceAll("'", "'\\''")}'\n`;
}
