/** Applies a wiring to the kernel, and reads its counters back. Runs inside the lab's own, fresh namespaces. */
import { spawn } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { startDelay } from './delay/start-delay.ts';
import { NFT_TABLE } from './filtering.ts';
import type { Ledger } from './ledger.ts';
import type { IpBatch, NamespaceWiring } from './namespace-wiring.ts';
import { parseLedger } from './read-ledger.ts';
import { ROUTER } from './topology.ts';
import type { Wiring } from './wiring.ts';

/** Each command takes a few milliseconds; a machine that needs seconds for one will not recover. */
const COMMAND_TIMEOUT_MS = 10_000;

/** On Debian an ordinary user's PATH often lacks the folders of `ip` and `nft`. */
const ENVIRONMENT = { ...process.env, PATH: `${process.env.PATH ?? '/usr/bin:/bin'}:/usr/sbin:/sbin` };

/**
 * @returns what ends the processes that belong to the network; the network itself ends with its namespaces
 * @throws if a command fails, quoting its output; or outside fresh namespaces, where it would change the host
 */
export async function applyWiring(wiring: Wiring): Promise<() => void> {
  requireFreshNamespace();
  await run(['sh', '-e'], script(wiring));
  const { delayMilliseconds } = wiring;
  return delayMilliseconds === null ? () => {} : startDelay(delayMilliseconds);
}

/**
 * One script for everything: starting a process costs more than the work of these commands, and while a shell starts them
 * this process is free. All namespaces are configured in parallel.
 */
function script(wiring: Wiring): string[] {
  return [
    'mount -t tmpfs tmpfs /run',
    'mkdir /run/netns',
    ...ipBatch({ family: null, lines: wiring.creation }),
    'jobs=',
    // The ruleset takes longest, so it goes first.
    ...inBackground(`${inside(ROUTER)} nft -f -`, [wiring.nft]),
    ...wiring.namespaces.flatMap(configure),
    'for job in $jobs; do wait $job; done',
  ];
}

function configure({ namespace, sysctls, ipBatches }: NamespaceWiring): string[] {
  return inBackground(`${inside(namespace)} sh -e`, [...sysctls.map(sysctl), ...ipBatches.flatMap(ipBatch)]);
}

function inBackground(command: string, input: readonly string[]): string[] {
  return [`${command} <<'INPUT' &`, ...input, 'INPUT', 'jobs="$jobs $!"'];
}

export async function readLedger(wiring: Wiring): Promise<Ledger> {
  const listing = await run(`${inside(ROUTER)} nft -j list table inet ${NFT_TABLE}`.split(' '));
  return parseLedger(wiring, JSON.parse(listing));
}

/** In a fresh network namespace no interface is up; on the host at least one always is. */
function requireFreshNamespace(): void {
  const up = Object.keys(networkInterfaces());
  if (up.length === 0) return;
  throw new Error(
    `the network has interfaces already (${up.join(', ')}): the lab's network needs fresh namespaces`,
  );
}

function inside(namespace: string | null): string {
  return namespace === null ? '' : `nsenter --net=/run/netns/${namespace}`;
}

function sysctl(setting: string): string {
  const [path, value] = setting.split('=');
  return `for file in /proc/sys/${path}; do echo ${value} > "$file"; done`;
}

function ipBatch({ family, lines }: IpBatch): string[] {
  return [`ip ${family === null ? '' : `-${family} `}-batch - <<'END'`, ...lines, 'END'];
}

/** Runs a command to its end with lines on its standard input. @returns its standard output */
function run(command: readonly string[], input: readonly string[] = []): Promise<string> {
  const [file = '', ...args] = command;
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = spawn(file, args, { env: ENVIRONMENT, timeout: COMMAND_TIMEOUT_MS, killSignal: 'SIGKILL' });
  const output: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  child.on('error', (error) => reject(new Error(`"${command.join(' ')}" cannot be run: ${error.message}`)));
  const fail = (how: string) =>
    reject(new Error(`"${command.join(' ')}" ${how}: ${Buffer.concat(complaints).toString().trim()}`));
  // Not on `close`: the children of a killed shell may keep the pipes open.
  child.on('exit', (_, signal) => signal !== null && fail(`was ended by ${signal}`));
  child.on('close', (code) =>
    code === 0 ? resolve(Buffer.concat(output).toString()) : fail(`failed with status ${code}`),
  );
  // A command that fails early closes its input; its exit status says more than the broken pipe.
  child.stdin.on('error', () => {});
  child.stdin.end(input.map((line) => `${line}\n`).join(''));
  return promise;
}
