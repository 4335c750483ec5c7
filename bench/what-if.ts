/**
 * What `natless what-if` takes: its networks against one run of the lab on the same template, and in seconds and memory for a
 * small VPC and a large one.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../lib/folders.ts';
import { natTemplateWithEndpoints } from './nat-template.ts';
import { type Measured, measured } from './peak-memory.ts';
import { type Finding, median } from './statistics.ts';

const NATLESS = join(ROOT, 'bin', 'natless.mjs');
const CLASSIC = join(ROOT, 'test', 'what-if', 'fixtures', 'classic.yaml');
const ROUNDS = 3;

/** Each mostly waits for time-outs, so that three at once take little longer than one. */
const RATIO_GOAL = 2.5;

const TEN_SERVICES = [
  ...['dynamodb', 'sqs', 'secretsmanager', 's3', 'kms', 'sns', 'ssm', 'logs', 'events', 'states'],
];

/** On two idle cores. */
const SIZES = [
  { what: 'two zones, three workloads', subnets: 2, functions: 3, write: false, seconds: 12 },
  { what: 'two zones, three workloads, with --write', subnets: 2, functions: 3, write: true, seconds: 20 },
  { what: 'forty subnets, forty workloads', subnets: 40, functions: 40, write: false, seconds: 60 },
  {
    what: 'forty subnets, forty workloads, five interface endpoints',
    ...{ subnets: 40, functions: 40, write: false, seconds: 60, endpoints: true },
  },
] as const satisfies readonly Size[];

interface Size {
  readonly what: string;
  readonly subnets: number;
  readonly functions: number;
  readonly write: boolean;
  readonly seconds: number;
  /** Whether there is a fourth network, without interface endpoints. */
  readonly endpoints?: boolean;
}

const FIVE_ENDPOINTS = ['sqs', 'secretsmanager', 'kms', 'sns', 'ssm'];

const MEGABYTES = 700;

export async function benchWhatIf(progress: (step: string) => void): Promise<Finding[]> {
  const findings = [ratio(progress)];
  const folder = mkdtempSync(join(tmpdir(), 'natless-test-bench-'));
  try {
    for (const size of SIZES) findings.push(...(await findingsOf(size, folder, progress)));
  } finally {
    rmSync(folder, { recursive: true });
  }
  return findings;
}

async function findingsOf(
  { what, subnets, functions, write, seconds, endpoints = false }: Size,
  folder: string,
  progress: (step: string) => void,
): Promise<Finding[]> {
  const template = join(folder, 'vpc.json');
  const services = endpoints ? FIVE_ENDPOINTS : [];
  const content = natTemplateWithEndpoints(subnets, functions, TEN_SERVICES, services);
  writeFileSync(template, JSON.stringify(content));
  const written = write ? ['--write', join(folder, 'new.json'), '--force'] : [];
  const rounds: Measured[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    progress(`natless what-if, ${what}, round ${round} of ${ROUNDS}`);
    rounds.push(await measured([process.execPath, NATLESS, 'what-if', '--template', template, ...written]));
  }
  const peak = Math.max(...rounds.map(({ peakMegabytes }) => peakMegabytes));
  const detail = `${TEN_SERVICES.length} targets, median of ${ROUNDS}`;
  return [
    {
      what: `natless what-if, ${what}`,
      measured: median(rounds.map((each) => each.seconds)),
      ...{ goal: seconds, unit: ' s', detail },
    },
    {
      what: `memory of natless what-if, ${what}`,
      ...{ measured: peak, goal: MEGABYTES, unit: ' MB' },
      detail: `all its processes together, the most of ${ROUNDS}`,
    },
  ];
}

function ratio(progress: (step: string) => void): Finding {
  seconds('lab');
  const rounds = Array.from({ length: ROUNDS }, (_, index) => {
    progress(`natless what-if, round ${index + 1} of ${ROUNDS}`);
    return { lab: seconds('lab'), whatIf: seconds('what-if') };
  });
  const lab = median(rounds.map((round) => round.lab));
  const whatIf = median(rounds.map((round) => round.whatIf));
  return {
    what: 'natless what-if against natless lab on the same template',
    measured: median(rounds.map((round) => round.whatIf / round.lab)),
    goal: RATIO_GOAL,
    unit: '',
    detail: `what-if ${whatIf.toFixed(2)} s, lab ${lab.toFixed(2)} s, medians of ${ROUNDS}`,
  };
}

function seconds(command: 'lab' | 'what-if'): number {
  const startedAt = performance.now();
  const args = [NATLESS, command, '--template', CLASSIC, '--only-mine', '--target', 'https://ifconfig.me'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`natless ${command} failed: ${stderr}`);
  return (performance.now() - startedAt) / 1_000;
}
