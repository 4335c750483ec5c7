/** What malicious code would try. The tests run each in a sandbox, and outside of it as a control. */
import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';

/** @typedef {{ file: string, pid: number, folder: string }} Outside what there is outside: a file, a process, a folder to mount on */

/** @type {(command: string, ...args: string[]) => string} */
const run = (command, ...args) => execFileSync(command, args, { stdio: 'pipe', timeout: 5_000 }).toString();

/** Each returns something or throws. @type {Record<string, (outside: Outside) => unknown>} */
export const ATTEMPTS = {
  'reads a file of the machine': ({ file }) => readFileSync(file).length,
  'lists a folder left open at descriptor 200': () => readdirSync('/proc/self/fd/200').length,
  'reads a file through descriptor 200': ({ file }) => readFileSync(`/proc/self/fd/200/${file}`).length,
  // Opened only: a control must not change the machine.
  'opens the core pattern for writing': () => closeSync(openSync('/proc/sys/kernel/core_pattern', 'r+')),
  'opens a setting of its network for writing': () =>
    closeSync(openSync('/proc/sys/net/ipv4/ip_default_ttl', 'r+')),
  'reads the settings of the kernel in /sys': () => readdirSync('/sys/kernel').length,
  'signals a process outside': ({ pid }) => process.kill(pid, 0),
  'reads the command line of a process outside': ({ pid }) => readFileSync(`/proc/${pid}/cmdline`).length,
  'makes a user namespace': () => run('unshare', '--user', 'true'),
  'mounts in a user namespace': ({ folder }) =>
    run('unshare', '--user', '--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'tmpfs', folder),
  'reserves 2 GB': () => Buffer.alloc(2_000_000_000).length,
  'opens 2,000 files': () =>
    Array.from({ length: 2_000 }, () => openSync('/dev/null', 'r')).map((fd) => closeSync(fd)).length,
};

/** @type {(attempts: readonly string[], outside: Outside) => Record<string, string>} */
export function outcomesOf(attempts, outside) {
  return Object.fromEntries(
    attempts.map((name) => {
      try {
        ATTEMPTS[name]?.(outside);
        return [name, 'it worked'];
      } catch (error) {
        return [name, `refused: ${/** @type {NodeJS.ErrnoException} */ (error).code ?? error}`];
      }
    }),
  );
}

/** @type {(outside: Outside) => Promise<Record<string, string>>} */
export const tries = async (outside) => outcomesOf(Object.keys(ATTEMPTS), outside);

/** How many of some programs start while all others still run. @type {(count: number) => Promise<number>} */
export async function startsPrograms(count) {
  const programs = Array.from({ length: count }, () => spawn('sleep', ['60'], { stdio: 'ignore' }));
  for (const program of programs) program.on('error', () => {});
  await new Promise((resolve) => setImmediate(resolve));
  const started = programs.filter(({ pid }) => pid !== undefined);
  for (const program of started) program.kill('SIGKILL');
  return started.length;
}

/** @type {(event: { count: number }) => Promise<number>} */
export const multiplies = async ({ count }) => startsPrograms(count);

/** What a sandbox is, from inside. */
export const describes = async () => ({
  user: { uid: process.getuid?.(), gid: process.getgid?.(), groups: process.getgroups?.() },
  status: Object.fromEntries(
    readFileSync('/proc/self/status', 'utf8')
      .split('\n')
      .map((line) => line.split(':\t'))
      .filter(([name = '']) => /^(Cap|NoNewPrivs)/.test(name)),
  ),
  namespaces: Object.fromEntries(
    readdirSync('/proc/self/ns').map((name) => [name, readlinkSync(`/proc/self/ns/${name}`)]),
  ),
  // The session and the controlling terminal: none that this process can see.
  session: readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ').slice(3, 5),
  processes: readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number),
  self: process.pid,
  descriptors: readdirSync('/proc/self/fd').map(Number).filter(isInherited),
  etc: readdirSync('/etc').sort(),
  ssl: readdirSync('/etc/ssl'),
  mounts: readFileSync('/proc/self/mountinfo', 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' ').slice(4, 6)),
  tmpBytes: statfsSync('/tmp').blocks * statfsSync('/tmp').bsize,
  writes: Object.fromEntries(
    ['/new', '/etc/hosts', '/etc/resolv.conf', '/usr/new', '/dev/new'].map((file) => [file, write(file)]),
  ),
});

/** @param {string} file */
function write(file) {
  try {
    writeFileSync(file, '');
    return 'it worked';
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code;
  }
}

/** Node opens its own with O_CLOEXEC. @param {number} descriptor */
function isInherited(descriptor) {
  try {
    const flags = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'))?.[1] ?? '';
    return descriptor > 2 && (Number.parseInt(flags, 8) & 0o2000000) === 0;
  } catch {
    return false;
  }
}
