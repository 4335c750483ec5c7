/** Runs a command of the user's in place of the function: in its subnet, with its resolver and its role, without privileges. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { readyForCommands } from '../enter/ready-for-commands.ts';
import { TRUST } from '../enter/trust.ts';
import { readLedger } from '../kernel/kernel.ts';
import { ledgerOf } from '../referee/interface-ledger.ts';
import type { ExecRequest } from '../session/request.ts';
import type { ExecResult } from '../session/result.ts';
import { PASSED_THROUGH } from '../session/spawn-inside.ts';
import { findWorld } from '../worlds/worlds.ts';
import { describeTraffic } from './describe-traffic.ts';
import { awsVariables, type Member } from './start/members.ts';
import { type RunningWorld, startWorld } from './start/start-world.ts';

/** Without privileges the command cannot change its network, even where root runs the lab. */
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
  if (!member) throw new Error('the world has no function, so the command has no subnet');
  readyForCommands(member.networkInterface.resolverAddress, world.internet.caCertificatePem);
  const status = await runCommand(request.command, member, world);
  const ledger = ledgerOf(member.networkInterface.name, await readLedger(world.wiring));
  await world.stop();
  return { status, traffic: describeTraffic(ledger, world.served) };
}

function runCommand(command: readonly string[], member: Member, world: RunningWorld): Promise<number> {
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

/** The user's environment, except what concerns AWS: the Region, the role's credentials, and the certificate authority. */
function environmentOf({ principal }: Member, { model }: RunningWorld): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('AWS_') && name !== 'NODE_COMPILE_CACHE',
  );
  return {
    ...Object.fromEntries(own),
    ...awsVariables(principal, model.region),
    AWS_EC2_METADATA_DISABLED: 'true',
    ...TRUST,
  };
}
