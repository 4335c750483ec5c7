/**
 * The file system that a function sees: the machine's programs and libraries, the function's code at /var/task, a private
 * /tmp, and nothing else. It is built by a shell script, since only a new process can change its root.
 *
 * The script leaves the machine's file system for good (pivot_root), and then runs the command in a folder of what is left
 * (chroot): a process in a changed root gets no user namespace from the kernel, and so no privileges in one.
 */
import { existsSync, lstatSync, readFileSync, realpathSync } from 'node:fs';
import { CLOSE_DESCRIPTORS, type Identity, limits, ownIdentity, UNPRIVILEGED } from './confinement.ts';
import type { SandboxRequest } from './invocation.ts';

/** Paths inside the function's file system, as in Lambda. */
export const TASK_ROOT = '/var/task';
export const RUNTIME_ROOT = '/var/runtime';
export const CA_FILE = '/etc/lab-ca.pem';
export const NODE_FILE = '/var/lang/bin/node';
export const RUNTIME_API = '/var/runtime-api';

/** What programs need to run, as far as the machine has these folders. */
const PROGRAMS = ['/usr', '/lib', '/lib64', '/bin', '/sbin'];
/** All that the function sees of the machine's /etc: no keys. */
const CERTIFICATES = '/etc/ssl/certs';
const DEVICES = ['/dev/null', '/dev/zero', '/dev/urandom', '/dev/random'];

/** In memory. Its mounts end with the process, since they are in a mount namespace of their own. */
const ROOT = '/run/task-root';
/** The function's root, a folder of it. */
const TASK = `${ROOT}/task`;

/** Lambda's default. */
const TMP_SIZE = '512m';

const INERT = 'nosuid,nodev,noexec';

/** Files of the machine that the function sees in addition. */
export interface Shared {
  readonly nodeFile: string;
  readonly apiSocket: string;
}

/**
 * The script's arguments are the command to run in the new root, without privileges. Its standard input is the certificate
 * authority, for which the command waits. It starts few programs, since starting one takes longer than its work.
 */
export function taskRootScript(request: SandboxRequest, shared: Shared): string {
  const identity = ownIdentity();
  const programs = PROGRAMS.filter((folder) => existsSync(folder));
  const links = programs.filter((folder) => lstatSync(folder).isSymbolicLink());
  const folders = [...programs, CERTIFICATES].filter(
    (folder) => existsSync(folder) && !links.includes(folder),
  );
  const own = ['/proc', '/dev', '/etc', '/tmp', '/var/lang/bin', RUNTIME_ROOT, TASK_ROOT, ...folders];
  return [
    'set -e',
    CLOSE_DESCRIPTORS,
    'umask 022',
    // Where memory runs out, the function ends first. A strict machine may forbid that.
    'echo 1000 2> /dev/null > /proc/self/oom_score_adj || :',
    `mkdir -p ${ROOT}`,
    `mount -t tmpfs -o mode=755,size=16m,${INERT} tmpfs ${ROOT}`,
    `cd ${ROOT}`,
    `mkdir -p machine proc ${own.map((path) => `task${path}`).join(' ')}`,
    ...links.map((folder) => `ln -s ${realpathSync(folder)} task${folder}`),
    // The programs that follow find their libraries.
    `ln -s ${programs.map((folder) => `task${folder}`).join(' ')} .`,
    ...[NODE_FILE, RUNTIME_API, ...DEVICES].map((file) => `: > task${file}`),
    writeFile(FSTAB, ...mounts(request, shared, folders)),
    `mount --all --fstab task${FSTAB}`,
    ...etc(request, identity),
    `cat > task${CA_FILE}`,
    `mount -o remount,bind,ro,${INERT} ${ROOT}`,
    'pivot_root . machine',
    'cd /',
    'umount -l machine',
    // Not by exec: the first process of a namespace does not get most signals, not even those of its own abort().
    'set +e',
    `${enter(identity)} prlimit ${limits(request.memoryMegabytes, identity).join(' ')} setpriv ${privileges(identity)} "$@"`,
    'exit $?',
  ].join('\n');
}

/** One program mounts everything; the last mount hides this table. */
const FSTAB = '/proc/fstab';

function mounts(request: SandboxRequest, shared: Shared, folders: readonly string[]): string[] {
  const { nodeFile, apiSocket } = shared;
  return [
    ...DEVICES.map((device) => bind(device, device, 'bind,nosuid,noexec')),
    ...folders.map((folder) => bind(folder, folder, 'rbind,ro,nosuid,nodev')),
    // The flags of a mount do not hold for those inside it.
    ...mountsIn(folders).map((point) => bind(point, point, 'bind,ro,nosuid,nodev')),
    bind(nodeFile, NODE_FILE, 'bind,ro,nosuid,nodev'),
    bind(apiSocket, RUNTIME_API, `bind,${INERT}`),
    bind(request.runtimePath, RUNTIME_ROOT, `bind,ro,${INERT}`),
    bind(request.codePath, TASK_ROOT, `bind,ro,${INERT}`),
    `tmpfs ${TASK}/tmp tmpfs mode=1777,size=${TMP_SIZE},${INERT} 0 0`,
    // For the script; the function has one of its own, which shows only its own processes and cannot be written.
    `proc ${ROOT}/proc proc ${INERT} 0 0`,
    `proc ${TASK}/proc proc ro,hidepid=2,${INERT} 0 0`,
  ];
}

function etc({ resolverAddress }: SandboxRequest, { id }: Identity): string[] {
  return [
    writeFile('/etc/resolv.conf', `nameserver ${resolverAddress}`),
    writeFile('/etc/hosts', '127.0.0.1 localhost', '::1 localhost'),
    writeFile('/etc/nsswitch.conf', 'hosts: files dns'),
    writeFile('/etc/passwd', 'root:x:0:0:root:/tmp:/bin/sh', `function:x:${id}:${id}::/tmp:/bin/sh`),
  ];
}

/** In a user namespace of its own the command keeps its privileges until setpriv drops them all. */
function enter({ id, needsMap }: Identity): string {
  if (!needsMap) return 'chroot task';
  return `unshare --user --map-user=${id} --map-group=${id} --keep-caps --root=task --wd=/`;
}

function privileges({ id, needsMap }: Identity): string {
  const user = needsMap ? [] : ['--reuid', id, '--regid', id, '--clear-groups'];
  return [...user, ...UNPRIVILEGED].join(' ');
}

/** The machine's mounts below some folders. */
function mountsIn(folders: readonly string[]): string[] {
  const points = readFileSync('/proc/self/mountinfo', 'utf8')
    .trim()
    .split('\n')
    .map((line) => unescaped(line.split(' ')[4] ?? ''));
  return points.filter((point) => folders.some((folder) => point.startsWith(`${folder}/`)));
}

/** A line of fstab(5). */
function bind(source: string, own: string, options: string): string {
  return `${escaped(source)} ${escaped(TASK + own)} none ${options} 0 0`;
}

/** In the syntax of fstab(5). */
function escaped(path: string): string {
  return path.replace(/[\s\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
}

/** As mountinfo has it (proc_pid_mountinfo(5)). */
function unescaped(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

function writeFile(path: string, ...lines: readonly string[]): string {
  return `printf '%s\\n' ${lines.map(quote).join(' ')} > task${path}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
