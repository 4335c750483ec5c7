/** Handlers that end in every way that a handler can end, and some that try what a sandbox must not allow. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** @typedef {{ awsRequestId: string, functionName: string, functionVersion: string, memoryLimitInMB: string, invokedFunctionArn: string, getRemainingTimeInMillis: () => number }} Context */

/** @type {(event: unknown, context: Context) => Promise<object>} */
export async function echo(event, context) {
  const {
    awsRequestId,
    getRemainingTimeInMillis,
    functionName,
    functionVersion,
    memoryLimitInMB,
    invokedFunctionArn,
  } = context;
  const remaining = getRemainingTimeInMillis();
  process.stdout.write('echoing\n');
  return {
    event,
    context: { functionName, functionVersion, memoryLimitInMB, invokedFunctionArn },
    hasRequestId: /^[0-9a-f-]{36}$/.test(awsRequestId),
    hasTimeLeft: remaining > 0 && remaining <= 30_000,
  };
}

export const nothing = async () => {};

export const returnsMuch = async () => 'x'.repeat(7_000_000);

export const throws = async () => {
  throw new TypeError('it broke');
};

export const rejectsWithText = () => Promise.reject('only words');

export const neverSettles = () => new Promise(() => {});

export const hangs = () => new Promise(() => setInterval(() => {}, 1_000));

export const exits = () => process.exit(3);

/** @type {() => void} */
export const hoards = () => {
  const hoard = [];
  while (true) hoard.push(new Array(100_000).fill(hoard.length));
};

/** About 200 MB. */
export const holdsMemory = async () => Array.from({ length: 250 }, () => new Array(100_000).fill(0.5)).length;

/** @type {(event: { crash?: boolean }) => Promise<string>} */
export const crashesOnce = async ({ crash }) => (crash ? process.exit(1) : 'well again');

/** @param {() => unknown} action */
function outcomeOf(action) {
  try {
    return String(action());
  } catch (error) {
    return `refused: ${/** @type {NodeJS.ErrnoException} */ (error).code ?? error}`;
  }
}

/** @type {(command: string, ...args: string[]) => string} */
const run = (command, ...args) =>
  outcomeOf(() => execFileSync(command, args, { stdio: 'pipe', timeout: 2_000 }) && 'it worked');

/** @type {(event: { file: string }) => Promise<Record<string, string>>} */
export const breaksOut = async ({ file }) => ({
  addsAddress: run('ip', 'addr', 'add', '10.9.9.9/32', 'dev', 'lo'),
  takesLinkDown: run('ip', 'link', 'set', 'lo', 'down'),
  entersHost: run('nsenter', '--net=/proc/1/ns/net', 'true'),
  mounts: run('mount', '-t', 'tmpfs', 'tmpfs', '/tmp'),
  readsProject: outcomeOf(() => readFileSync(file)),
  readsShadow: outcomeOf(() => readFileSync('/etc/shadow')),
  writesItsCode: outcomeOf(() => writeFileSync('/var/task/index.mjs', '')),
  writesItsRuntime: outcomeOf(() => writeFileSync('/var/runtime/bootstrap.mjs', '')),
});

export const looksAround = async () => ({
  root: readdirSync('/').sort(),
  processes: readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length,
  runsPrograms: run('true'),
  writesToTmp: outcomeOf(() => writeFileSync('/tmp/mine', '') ?? 'it worked'),
});
