/**
 * The file system that a function sees: the machine's programs and libraries, its own code at /var/task, a
 * private /tmp, and nothing else. Written as a shell script, since only a new process can change its root.
 */
import { existsSync } from 'node:fs';
import type { SandboxRequest } from './invocation.ts';

/** Where the pieces stand for the function, as in Lambda. */
export const TASK_ROOT = '/var/task';
export const RUNTIME_ROOT = '/var/runtime';
export const CA_FILE = '/etc/lab-ca.pem';
export const NODE_FILE = '/var/lang/bin/node';
export const RUNTIME_API = '/var/runtime-api';

/** What programs need to run: those of these folders that the machine has. */
const SHARED_FOLDERS = ['/usr', '/lib', '/lib64', '/bin', '/sbin', '/etc/ssl', '/etc/alternatives'];
const DEVICES = ['/dev/null', '/dev/zero', '/dev/urandom', '/dev/random'];

/** In the lab's own memory. Its mounts end with the process: they are in a mount namespace of their own. */
const ROOT = '/run/task-root';

/** What of the machine's the function sees besides. */
export interface Shared {
  readonly nodeFile: string;
  readonly apiSocket: string;
}

/**
 * Its arguments are the command to run in the new root, without privileges; its standard input is the certificate authority,
 * which the command waits for. Few programs: starting one takes longer than what it does here.
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
    // Not by exec: the kernel spares the first process of a namespace most signals, its own abort() among them.
    'set +e',
    `chroot . setpriv ${PRIVILEGES_DROPPED} "$@"`,
    'exit $?',
  ].join('\n');
}

/** One program mounts everything, and then what it mounts there hides its table. */
const FSTAB = '/proc/fstab';

/** Without them the function could rewrite its own network. */
const PRIVILEGES_DROPPED = '--bounding-set -all --inh-caps -all --no-new-privs --pdeathsig KILL';

/** A line of fstab(5). */
function mountLine(source: string, own: string, options: string): string {
  return `${escaped(source)} ${ROOT}${own} none ${options} 0 0`;
}

/** As fstab(5) wants it. */
function escaped(path: string): string {
  return path.replace(/[\s\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
}

function writeFile(path: string, ...lines: readonly string[]): string {
  return `printf '%s\\n' ${lines.map(quote).join(' ')} > .${path}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
