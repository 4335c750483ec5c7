/** Tries what the lab needs of this machine, and installs missing packages on Debian or Ubuntu. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { UserError } from '../../user-error.ts';

/** The programs that the lab runs, and the Debian package of each. */
const PROGRAMS: Readonly<Record<string, string>> = {
  ip: 'iproute2',
  nft: 'nftables',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
  setsid: 'util-linux',
  prlimit: 'util-linux',
  pivot_root: 'util-linux',
  mount: 'mount',
};

/** A package list and one small package over a slow line. */
const INSTALL_TIMEOUT_MS = 180_000;
const TRIAL_TIMEOUT_MS = 10_000;

export interface PrivilegeOptions {
  /** Whether missing packages may be installed. */
  readonly install: boolean;
  /** Reports progress. */
  readonly say: (sentence: string) => void;
}

export interface Privileges {
  /** What `unshare` needs before the namespaces: a user namespace, unless root runs it. */
  readonly unshareArguments: readonly string[];
}

/** @throws UserError with the one command that helps */
export async function requirePrivileges(options: PrivilegeOptions): Promise<Privileges> {
  if (process.platform !== 'linux') throw notLinux();
  addSystemFolders();
  const missing = missingPackages();
  if (missing.length > 0) await install(missing, options);
  const unshareArguments = isRoot() ? [] : ['--user', '--map-root-user'];
  const trial = run('unshare', [
    ...unshareArguments,
    '--net',
    '--mount',
    '--pid',
    '--fork',
    'nft',
    'list',
    'ruleset',
  ]);
  if (trial.status !== 0) throw refusedNamespaces(trial);
  return { unshareArguments };
}

/** An ordinary user's PATH often lacks the folders of `ip` and `nft`. */
function addSystemFolders(): void {
  process.env.PATH = `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`;
}

function missingPackages(): string[] {
  const missing = Object.entries(PROGRAMS).filter(([program]) => !isInstalled(program));
  return [...new Set(missing.map(([, name]) => name))];
}

/** Looked up and not started: some programs take half a second to say their version. */
export function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, program)));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function install(
  packages: readonly string[],
  { install: allowed, say }: PrivilegeOptions,
): Promise<void> {
  const command = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  const needed = `the lab needs ${packages.join(' and ')}`;
  if (!isInstalled('apt-get'))
    throw new UserError(`${needed}: install it with your system's package manager`);
  if (!isRoot()) throw new UserError(`${needed}: run sudo ${command}`);
  if (!allowed) throw new UserError(`${needed}, and --no-install forbids installing it: run ${command}`);
  if (!(await agreed(`${needed}. Run ${command}?`))) throw new UserError(`${needed}: run ${command}`);
  say(`${needed}: ${command}`);
  // A fresh machine has no package list, and an old list names packages that are gone.
  const failed = [['update'], command.split(' ').slice(1)].map(aptGet).find(({ status }) => status !== 0);
  if (failed) throw new UserError(`${command} failed: ${lastLine(failed)}`);
}

function aptGet(args: readonly string[]): SpawnSyncReturns<string> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', args, { encoding: 'utf8', env, timeout: INSTALL_TIMEOUT_MS });
}

/** Asks on a terminal; without one the answer is yes. */
async function agreed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^(y|yes|)$/i.test((await terminal.question(`${question} [Y/n] `)).trim());
  } finally {
    terminal.close();
  }
}

/** What the kernel or the shell says when it refuses, and the command that helps. */
const REFUSALS: readonly { readonly pattern: RegExp; readonly help: string }[] = [
  {
    // Ubuntu 23.10 and later restrict user namespaces through AppArmor.
    pattern: /uid_map.*(Operation not permitted|Permission denied)/,
    help: 'run sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or run the lab as root',
  },
  {
    // The limit of namespaces is 0.
    pattern: /No space left on device/,
    help: 'run sudo sysctl -w user.max_user_namespaces=10000 user.max_net_namespaces=10000',
  },
  {
    // Docker's default profiles forbid unshare and mount.
    pattern: /Operation not permitted|Permission denied/,
    help: 'in a container, start it with docker run --privileged; on a machine, run the lab as root',
  },
];

function refusedNamespaces(trial: SpawnSyncReturns<string>): UserError {
  const words = lastLine(trial);
  const help =
    REFUSALS.find(({ pattern }) => pattern.test(words))?.help ?? 'run the lab as root on a Linux machine';
  return new UserError(`this machine refuses the namespaces that the lab needs (${words}): ${help}`);
}

function notLinux(): UserError {
  return new UserError(
    `the lab needs Linux namespaces, and this is ${process.platform}: run it on Linux, for example docker run --privileged -it -v "$PWD":/natless -w /natless node:22 sh -c "npm ci && npm run lab"`,
  );
}

/** @throws UserError without tcpdump, which only a capture needs */
export function requireTcpdump(): void {
  if (isInstalled('tcpdump')) return;
  throw new UserError('--pcap needs tcpdump: run sudo apt-get install tcpdump');
}

function run(program: string, args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(program, args, { encoding: 'utf8', timeout: TRIAL_TIMEOUT_MS });
}

function lastLine({ stderr, error }: SpawnSyncReturns<string>): string {
  return stderr?.trim().split('\n').at(-1) || error?.message || 'no message';
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
