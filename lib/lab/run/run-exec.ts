/** Runs a command of the user's where the function is: in its subnet, with its resolver, its role and no privileges. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { readLedger } from '../kernel/kernel.ts';
import { ledgerOf } from '../referee/findings.ts';
import type { ExecRequest } from '../session/request.ts';
import { PASSED_THROUGH } from '../session/spawn-inside.ts';
import { findWorld } from '../worlds/worlds.ts';
import { readyForCommands } from './for-commands.ts';
import { type RunningWorld, startWorld, type WorldMember } from './start-world.ts';
import { describeTraffic } from './traffic.ts';
import { TRUST } from './trust.ts';

export interface ExecResult {
  /** The command's exit status; 128 and the signal's number where one ended it, as shells have it. */
  readonly status: number;
  /** Where its packets went, a line for each destination. */
  readonly traffic: readonly string[];
}

/** Without privileges the command could not rewrite its network, whoever runs it. */
const UNPRIVILEGED = [
  '--bounding-set',
  '-all',
  '--inh-caps',
  '-all',
  '--no-new-privs',
  '--pdeathsig',
  'KILL',
];

/** @throws TemplateError for what is wrong with the template */
export async function runExec(request: ExecRequest, progress: (step: string) => void): Promise<ExecResult> {
  const world = await startWorld(request, findWorld(request.world), progress);
  const [member] = world.members;
  if (!member) throw new Error('the world has no function whose place the command could take');
  readyForCommands(world);
  const status = await runCommand(request.command, member, world);
  const ledger = ledgerOf(member.networkInterface.name, await readLedger(world.wiring));
  await world.stop();
  return { status, traffic: describeTraffic(ledger, world.served) };
}

function runCommand(command: readonly string[], member: WorldMember, world: RunningWorld): Promise<number> {
  const namespace = `--net=/run/netns/${member.networkInterface.name}`;
  const child = spawn('nsenter', [namespace, 'setpriv', ...UNPRIVILEGED, ...command], {
    stdio: [PASSED_THROUGH.input, PASSED_THROUGH.output, PASSED_THROUGH.error],
    env: environmentOf(member, world),
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

/** The user's own, but for what leads to AWS: the Region, the role's credentials, and whom to trust, by every name in use. */
function environmentOf({ principal }: WorldMember, { model }: RunningWorld): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('AWS_') && name !== 'NODE_COMPILE_CACHE',
  );
  const { accessKeyId, secretAccessKey, sessionToken } = principal.credentials;
  return {
    ...Object.fromEntries(own),
    AWS_REGION: model.region,
    AWS_DEFAULT_REGION: model.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_EC2_METADATA_DISABLED: 'true',
    ...TRUST,
  };
}
