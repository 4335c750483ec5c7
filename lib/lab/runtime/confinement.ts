/** What confines a process of the lab that is not the lab's own: namespaces, the user id, privileges, limits. */
import { readFileSync } from 'node:fs';
import { release } from 'node:os';

/** The arguments of `unshare`: besides the network, which the process enters, it shares nothing with the machine. */
export const NAMESPACES = [
  '--mount',
  '--pid',
  '--ipc',
  '--uts',
  '--cgroup',
  '--fork',
  '--kill-child',
] as const;

/** The arguments of `setpriv`: no privilege, and no way to get one. */
export const UNPRIVILEGED = [
  ...['--bounding-set', '-all', '--inh-caps', '-all', '--ambient-caps', '-all'],
  ...['--no-new-privs', '--pdeathsig', 'KILL'],
] as const;

/** For a shell: the descriptors by which this process speaks with its parent, which no other process may have. */
export const CLOSE_DESCRIPTORS = 'exec 3<&- 4<&- 5<&- 6<&- 7<&-';

/** The ids that no distribution and no service manager gives out (systemd, "Users, Groups, UIDs and GIDs"). */
const UNUSED = { first: 1_900_000_000, count: 200_000_000 };

/** In a container with few ids the highest are the least used; the very last ones belong to no account. */
const SPARE = { count: 1_000, last: 2 };

/** A user id, also a group's, under which nothing else runs. */
export interface Identity {
  readonly id: number;
  /**
   * Whether it needs a user namespace that maps it: an ordinary user's namespaces have a single id to give, which for the
   * machine stays the user's own.
   */
  readonly needsMap: boolean;
}

/** @param highest the highest id that this user namespace has, both of users and of groups */
export function ownIdentity(highest = highestId()): Identity {
  const unused = UNUSED.first + Math.floor(Math.random() * UNUSED.count);
  if (highest >= UNUSED.first + UNUSED.count) return { id: unused, needsMap: false };
  const spare = highest - SPARE.last - Math.floor(Math.random() * SPARE.count);
  return spare > SPARE.count ? { id: spare, needsMap: false } : { id: unused, needsMap: true };
}

function highestId(): number {
  return Math.min(
    ...['uid_map', 'gid_map'].map((file) => lastIn(readFileSync(`/proc/self/${file}`, 'utf8'))),
  );
}

/** A line for each range: its first id in here, its first id outside, and their count (user_namespaces(7)). */
function lastIn(map: string): number {
  const ranges = map
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  return Math.max(...ranges.map(([first = 0, , count = 1]) => first + count - 1));
}

/** As Lambda has them (Lambda quotas), except processes: the probe needs two of Node's, a dozen threads each. */
const FILES = 1_024;
const PROCESSES = 128;

/** A process has more than its memory: code, stacks, and what the runtime sets aside. */
const BESIDES_MEMORY_MEGABYTES = 512;

/** No core dump, not even to a program of the machine's: one byte is the kernel's word for that (core(5)). */
const NO_CORE = 1;

/** The arguments of `prlimit`. */
export function limits(memoryMegabytes: number, identity: Identity): string[] {
  const data = (memoryMegabytes + BESIDES_MEMORY_MEGABYTES) * 1024 * 1024;
  return [
    `--core=${NO_CORE}`,
    `--nofile=${FILES}`,
    `--data=${data}`,
    ...(countsApart(identity) ? [`--nproc=${PROCESSES}`] : []),
  ];
}

/** Before Linux 5.14 the processes of a mapped id counted together with all others of the user's. */
function countsApart({ needsMap }: Identity): boolean {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  return !needsMap || major > 5 || (major === 5 && minor >= 14);
}
