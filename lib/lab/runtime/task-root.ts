/**
 * The file system that a function sees: the machine's programs and libraries, its own code at /var/task, a
 * private /tmp, and nothing else. Written as a shell script, since only a new process can change its root.
 */
import type { SandboxRequest } from './messages.ts';

/** Where the pieces stand for the function, as in Lambda. */
export const TASK_ROOT = '/var/task';
export const RUNTIME_ROOT = '/var/runtime';
export const CA_FILE = '/etc/lab-ca.pem';
export const NODE_FILE = '/var/lang/bin/node';

/** What programs need to run, read-only: those of these folders that the machine has. */
const SHARED_FOLDERS = ['/usr', '/lib', '/lib64', '/bin', '/sbin', '/etc/ssl', '/etc/alternatives'];
const DEVICES = ['null', 'zero', 'urandom', 'random'];

/** Ends with the process, as do its mounts: they are in a mount namespace of their own. */
const ROOT = '/mnt';

/** Its arguments are the command to run in the new root, without privileges. */
export function taskRootScript(request: SandboxRequest, nodePath: string): string {
  return [
    'set -e',
    `mount -t tmpfs -o mode=755 tmpfs ${ROOT}`,
    `cd ${ROOT}`,
    'mkdir -p proc dev etc tmp var/task var/runtime var/lang/bin',
    'chmod 1777 tmp',
    ...SHARED_FOLDERS.map(shareFolder),
    ...DEVICES.map((device) => `touch dev/${device}; mount --bind /dev/${device} dev/${device}`),
    `touch .${NODE_FILE}`,
    ...shareReadOnly(nodePath, `.${NODE_FILE}`),
    ...shareReadOnly(request.runtimePath, `.${RUNTIME_ROOT}`),
    ...shareReadOnly(request.codePath, `.${TASK_ROOT}`),
    'mount -t proc proc proc',
    ...writeFile('etc/resolv.conf', `nameserver ${request.resolverAddress}\n`),
    ...writeFile('etc/hosts', '127.0.0.1 localhost\n::1 localhost\n'),
    ...writeFile('etc/nsswitch.conf', 'hosts: files dns\n'),
    ...writeFile('etc/passwd', 'root:x:0:0:root:/tmp:/bin/sh\n'),
    ...writeFile(`.${CA_FILE}`, request.caCertificatePem),
    // Not by exec: the kernel spares the first process of a namespace most signals, its own abort() among them.
    'set +e',
    `chroot . setpriv ${PRIVILEGES_DROPPED} "$@"`,
    'exit $?',
  ].join('\n');
}

/** Without them the function could rewrite its own network. */
const PRIVILEGES_DROPPED = '--bounding-set -all --inh-caps -all --no-new-privs --pdeathsig KILL';

/** A link stays a link (`/lib` on merged systems), a folder is mounted read-only. */
function shareFolder(folder: string): string {
  const own = folder.slice(1);
  return [
    `if [ -L ${folder} ]; then ln -s "$(readlink ${folder})" ${own}`,
    `elif [ -d ${folder} ]; then mkdir -p ${own}; mount --rbind ${folder} ${own}; mount -o remount,bind,ro ${own}; fi`,
  ].join('; ');
}

/** A file or a folder, onto what is there already. */
function shareReadOnly(source: string, own: string): string[] {
  return [`mount --bind ${quote(source)} ${own}`, `mount -o remount,bind,ro ${own}`];
}

function writeFile(path: string, text: string): string[] {
  return [`printf %s ${quote(text)} > ${path}`];
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
