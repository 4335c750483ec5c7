/** Runs a command of the user's in place of the function: in its subnet, with its resolver and its role. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { readyForCommands } from '../enter/ready-for-commands.ts';
import { TRUST } from '../enter/trust.ts';
import { readLedger } from '../kernel/kernel.ts';
import { ledgerOf } from '../referee/interface-ledger.ts';
import type { ExecRequest } from '../session/request.ts';
import type { ExecResult } from '../session/result.ts';
import { PASSED_THROUGH, type Parent } from '../session/spawn-inside.ts';
import { findWorld } from '../worlds/worlds.ts';
import { confinedCommand } from './confined-command.ts';
import { describeUnasked, describeUnknown } from './describe-names.ts';
import { describeTraffic } from './describe-traffic.ts';
import { placeNotice } from './place-notice.ts';
import { awsVariables, type Member } from './start/members.ts';
import { type RunningWorld, startWorld } from './start/start-world.ts';
import { watchDrops } from './watch-drops.ts';

/** @throws TemplateError for what is wrong with the template */
export async function runExec(request: ExecRequest, parent: Parent): Promise<ExecResult> {
  const world = await startWorld(request, findWorld(request.world), parent.progress);
  const [member] = world.members;
  if (!member) throw new Error('the world has no function, so the command has no subnet');
  readyForCommands(member.networkInterface.resolverAddress, world.internet.caCertificatePem);
  await parent.beginCommand();
  const child = startCommand(request, member, world);
  parent.onInterrupt((signal) => passOn(child, signal));
  const stopWatching = request.quiet ? () => {} : watchDrops(world, member, parent.remark);
  const status = await endOf(child).finally(stopWatching);
  const ledger = ledgerOf(member.networkInterface.name, await readLedger(world.wiring));
  await world.stop();
  const where = placeNotice(member, world.model);
  const asked = [...describeUnknown(world), ...describeUnasked(request.hosts, world)];
  return {
    status,
    traffic: request.quiet ? [] : describeTraffic(ledger, world.served),
    notices: [...where, ...world.notices, ...asked],
  };
}

function startCommand(
  { command, environment, user }: ExecRequest,
  member: Member,
  world: RunningWorld,
): ChildProcess {
  const network = `/run/netns/${member.networkInterface.name}`;
  const whole = environmentOf(environment, member, world);
  const child = spawn('nsenter', confinedCommand({ command, user, network, environment: whole }), {
    stdio: [PASSED_THROUGH.input, PASSED_THROUGH.output, PASSED_THROUGH.error],
    // In a session of its own, whose processes the terminal does not signal.
    detached: true,
    env: { PATH: process.env.PATH },
  });
  followTerminal(child);
  return child;
}

function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

/** What the terminal says to its foreground, of which this process is a part: stop, go on, another size. */
function followTerminal(child: ChildProcess): void {
  process.on('SIGTSTP', () => passOn(child, 'SIGSTOP'));
  process.on('SIGCONT', () => passOn(child, 'SIGCONT'));
  process.on('SIGWINCH', () => passOn(child, 'SIGWINCH'));
}

/** To the command and its children: it leads a process group. */
function passOn({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  const [shell] = childrenOf(pid);
  const [command] = childrenOf(shell);
  if (command === undefined) return;
  try {
    process.kill(-command, signal);
  } catch {
    // It has ended, or does not lead a group yet.
  }
}

function childrenOf(pid: number | undefined): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return text === '' ? [] : text.split(' ').map(Number);
  } catch {
    return [];
  }
}

/** What the caller passes, and how programs find the Region, the role's credentials and the certificate authority. */
function environmentOf(
  given: Readonly<Record<string, string>>,
  { principal }: Member,
  { model }: RunningWorld,
): Record<string, string> {
  return {
    ...awsVariables(principal, model.region),
    AWS_EC2_METADATA_DISABLED: 'true',
    ...TRUST,
    ...given,
    // With the folders of `ip` and the like, which an ordinary user's often lacks.
    PATH: `${given.PATH ?? '/usr/local/bin:/usr/bin:/bin'}:/usr/local/sbin:/usr/sbin:/sbin`,
  };
}
