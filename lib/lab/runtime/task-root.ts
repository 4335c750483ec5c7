/**
 * The file system that a function sees: the machine's programs and libraries, the function's code at /var/task, a private
 * /tmp, and nothing else. It is built by a shell script, since only a new process can change its root.
 */
import { existsSync } from 'node:fs';
import type { SandboxRequest } from './invocation.ts';

/** Paths inside the function's file system, as in Lambda. */
export const TASK_ROOT = '/var/task';
export const RUNTIME_ROOT = '/var/runtime';
export const CA_FILE = '/etc/lab-ca.pem';
export const NODE_FILE = '/var/lang/bin/node';
export const RUNTIME_API = '/var/runtime-api';

/** What programs need to run, as far as the machine has these folders. */
const SHARED_FOLDERS = ['/usr', '/lib', '/lib64', '/bin', '/sbin', '/etc/ssl', '/etc/alternatives'];
const DEVICES = ['/dev/null', '/dev/zero', '/dev/urandom', '/dev/random'];

/** In memory. Its mounts end with the process, since they are in a mount namespace of their own. */
const ROOT = '/run/task-root';

/** Files of the machine that the function sees in addition. */
export interface Shared {
  readonly nodeFile: string;
  readonly apiSocket: string;
}

/**
 * The script's arguments are the command to run in the new root, without privileges. Its standard input is the certificate
 * authority, for which the command waits. It starts few programs, since starting one takes longer than its work.
 */
export function taskRootScript(request: SandboxRequest, { nodeFile, apiSocket }: Shared): string {
  const folders = SHARED_FOLDERS.filter((folder) => existsSync(folder));
  const files = [NODE_FILE, RUNTIME_API, ...DEVICES];
  const own = ['/proc', '/dev', '/etc', '/var/lang/bin', RUNTIME_ROOT, TASK_ROOT, ...folders];
  return [
    'set -e',
    `mkdir -p ${ROOT}`,
    `mount -t tmpfs -o mode=755 tmpfs ${ROOT}`,
    `cd ${ROOT}`,
    `mkdir -p ${own.map((path) => `.${path}`).join(' ')}`,
    'mkdir -m 1777 tmp',
    ...files.map((file) => `: > .${file}`),
    writeFile(
      FSTAB,
      ...DEVICES.map((device) => mountLine(device, device, 'bind')),
      ...folders.map((folder) => mountLine(folder, folder, 'rbind,ro')),
      mountLine(nodeFile, NODE_FILE, 'bind,ro'),
      mountLine(apiSocket, RUNTIME_API, 'bind'),
      mountLine(request.runtimePath, RUNTIME_ROOT, 'bind,ro'),
      mountLine(request.codePath, TASK_ROOT, 'bind,ro'),
      `proc ${ROOT}/proc proc defaults 0 0`,
    ),
    `mount --all --fstab .${FSTAB}`,
    writeFile('/etc/resolv.conf', `nameserver ${request.resolverAddress}`),
    writeFile('/etc/hosts', '127.0.0.1 localhost', '::1 localhost'),
    writeFile('/etc/nsswitch.conf', 'hosts: files dns'),
    writeFile('/etc/passwd', 'root:x:0:0:root:/tmp:/bin/sh'),
    `cat > .${CA_FILE}`,
    // Not by exec: the first process of a namespace does not get most signals, not even those of its own abort().
    'set +e',
    `chroot . setpriv ${PRIVILEGES_DROPPED} "$@"`,
    'exit $?',
  ].join('\n');
}

/** One program mounts everything; the last mount hides this table. */
const FSTAB = '/proc/fstab';

/** Without them the function could rewrite its own network. */
const PRIVILEGES_DROPPED = '--bounding-set -all --inh-caps -all --no-new-privs --pdeathsig KILL';

/** A line of fstab(5). */
function mountLine(source: string, own: string, options: string): string {
  return `${escaped(source)} ${ROOT}${own} none ${options} 0 0`;
}

/** In the syntax of fstab(5). */
function escaped(path: string): string {
  return path.replace(/[\s\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
}

function writeFile(path: string, ...lines: readonly string[]): string {
  return `printf '%s\\n' ${lines.map(quote).join(' ')} > .${path}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
