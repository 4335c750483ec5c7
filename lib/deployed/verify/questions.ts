/** The questions of docs/unverified.md that a run in an account answers: each with its answer, from the report. Pure. */
import { isConditioned } from '../../../lambda/report/built-in-targets.ts';
import type { Report, Run, Target } from '../../../lambda/report/report-schema.ts';
import { count } from '../../count.ts';

/** What a verification saw. */
export interface Verified {
  readonly report: Report;
  /** `kept`: it existed before, so it was not deployed for the first time. */
  readonly stack: 'destroyed' | 'kept' | 'left';
  /** How long the destroying took; null where it failed, or the stack is kept. */
  readonly destroyMinutes: number | null;
}

interface Question {
  /** As the page has it. */
  readonly question: string;
  /** Null where this run does not show it. */
  readonly answer: (verified: Verified) => string | null;
}

export interface Answered {
  readonly question: string;
  readonly answer: string;
}

export function answersIn(verified: Verified): Answered[] {
  return QUESTIONS.flatMap(({ question, answer }) => {
    const found = answer(verified);
    return found === null ? [] : [{ question, answer: found }];
  });
}

/** A function is only created where Lambda can assume its role. */
const ifDeployed = ({ stack }: Verified) => (stack === 'kept' ? null : 'yes: it was deployed and answered');

export const QUESTIONS: readonly Question[] = [
  {
    question: 'Does the stack deploy on the first attempt, with the IPv6 association in time?',
    answer: ifDeployed,
  },
  {
    question:
      'Does Lambda state the account when it assumes the role, as its guide says (`aws:SourceAccount`)?',
    answer: ifDeployed,
  },
  {
    question: "What addresses does a Lambda's sandbox show its sockets?",
    answer: ({ report }) => listOf(operationsIn(report).flatMap(({ localAddress }) => localAddress ?? [])),
  },
  {
    question: 'Do ifconfig.me and checkip.global.api.aws answer over IPv6 from Lambda?',
    answer: ({ report }) => byTarget(report, ['ifconfig.me', 'checkip'], pathOf),
  },
  {
    question:
      'Do the dual-stack names of S3, DynamoDB (both), S3 Vectors, STS and EC2 answer in your Region?',
    answer: ({ report }) =>
      byTarget(report, ['s3', 'dynamodb', 'dynamodb-account-id', 's3-vectors', 'sts', 'ec2'], pathOf),
  },
  {
    question: 'Does Bedrock Runtime have a dual-stack endpoint by now?',
    answer: ({ report }) => byTarget(report, ['bedrock-runtime'], pathOf),
  },
  {
    question: "Does IAM see the VPC's IPv6 address as `aws:SourceIp` on each dual-stack endpoint?",
    answer: ({ report }) =>
      byTarget(
        report,
        targetsIn(report).flatMap(({ id, reached }) => (isConditioned(id) && reached ? [id] : [])),
        ({ witness }) => witness ?? 'no witness',
      ),
  },
  {
    question: "Is the control key denied, with DynamoDB's own message?",
    answer: ({ report }) =>
      listOf(
        controlsIn(report, 'iam').map(({ succeeded, codes }) =>
          succeeded ? 'no: it was allowed' : `not allowed: ${codes.join(', ') || 'no code'}`,
        ),
      ),
  },
  {
    question: "Does EC2's raw Query protocol answer the probe's signed calls at `ec2.REGION.api.aws`?",
    answer: ({ report }) =>
      listOf(targetsIn(report).flatMap((target) => (target.id === 'ec2' ? pathOf(target) : []))),
  },
  {
    question: "Does S3 Vectors' index take the ARN that CloudFormation gives, and go with the stack?",
    answer: ({ report, destroyMinutes }) => {
      const found = byTarget(report, ['s3-vectors'], ({ outcome, cause }) => cause?.code ?? outcome);
      return found && destroyMinutes !== null ? `${found}; destroyed with the stack` : null;
    },
  },
  {
    question: 'Is the resolver asked by record type answered as `getaddrinfo` is?',
    answer: ({ report }) =>
      listOf(
        targetsIn(report)
          .map(resolversAgree)
          .filter((answer) => answer !== null),
      ),
  },
  {
    question: 'How long does `cdk destroy` wait for the network interfaces?',
    answer: ({ destroyMinutes }) =>
      destroyMinutes === null ? null : `${count(destroyMinutes, 'minute')}, for all that it deletes`,
  },
];

function targetsIn({ runs }: Report): Target[] {
  return runs.flatMap(({ targets }) => targets);
}

function operationsIn(report: Report) {
  return targetsIn(report).flatMap(({ attempts }) => attempts.flatMap(({ operations }) => operations));
}

function controlsIn({ runs }: Report, kind: Run['controls'][number]['kind']) {
  return runs.flatMap(({ controls }) => controls.filter((control) => control.kind === kind));
}

function pathOf({ path, cause }: Target): string {
  return path === 'none' ? `no (${cause?.code ?? 'no path'})` : `over ${path}`;
}

/** `s3: over eigw; ec2: no (NoSuchHost)`: each different answer once. */
function byTarget(report: Report, ids: readonly string[], of: (target: Target) => string): string | null {
  const found = targetsIn(report).filter(({ id }) => ids.includes(id));
  const groups = Map.groupBy(found, of);
  const texts = [...groups].map(([answer, targets]) => `${listOf(targets.map(({ id }) => id))}: ${answer}`);
  return texts.length === 0 ? null : texts.join('; ');
}

/** Whether a client with Node's defaults came to an address that the query for AAAA records named. */
function resolversAgree({ attempts: [forced, ...others] }: Target): string | null {
  const natural = others.find(({ mode }) => mode === 'natural')?.operations.at(-1);
  const aaaa = forced.operations.at(-1)?.dns?.aaaa ?? [];
  if (natural?.family !== 'IPv6' || natural.remoteAddress === null || aaaa.length === 0) return null;
  return aaaa.includes(natural.remoteAddress)
    ? 'yes'
    : 'other addresses were used, which may be another answer of DNS';
}

function listOf(items: readonly string[]): string | null {
  return items.length === 0 ? null : [...new Set(items)].join(', ');
}
