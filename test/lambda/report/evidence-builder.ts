/** Builds evidence for tests of the judge: a healthy attempt, and the one thing that a test changes. */
import type {
  AttemptEvidence,
  ControlEvidence,
  OperationEvidence,
  TargetEvidence,
} from '../../../lambda/report/evidence.ts';
import type { JudgeFacts, LabFacts } from '../../../lambda/report/judge/facts.ts';
import { outcomeOf } from '../../../lambda/report/judge/failure.ts';
import { readEcho } from '../../../lambda/report/judge/source.ts';
import type { Echo } from '../../../lambda/report/witnesses.ts';

export const VPC_BLOCK = '2001:db8:1234:1a00::/56';
export const OWN_ADDRESS = '2001:db8:1234:1a01::5';

/** An echo service's answer; the service is reached as any other target is. */
export function echo(
  target: string,
  address: string | null,
  { remoteAddress = '2001:db8:ffff::2', encrypted = true }: Partial<Echo> = {},
): Echo {
  return { target, address, remoteAddress, encrypted };
}

export function facts(changes: Partial<JudgeFacts> = {}): JudgeFacts {
  return {
    region: 'us-west-2',
    vpcIpv6CidrBlocks: [VPC_BLOCK],
    vpcIpv4CidrBlocks: ['10.1.0.0/16'],
    subnetId: 'subnet-1',
    route: { witness: 'declared', gateway: 'eigw-1', routes: null },
    iamWitness: false,
    openPorts: null,
    echoes: [echo('ifconfig.me', OWN_ADDRESS)],
    ...changes,
  };
}

/** What the lab knows of another project's template, in which nothing is missing. */
export function labFacts(changes: Partial<LabFacts> = {}): LabFacts {
  const subnet = { logicalId: 'Private', id: 'subnet-1', name: 'private' };
  return {
    ownTemplate: false,
    expectedTargets: [],
    unknownHosts: [],
    unknownPorts: [],
    drops: [],
    resources: {},
    vpc: { logicalId: 'Vpc', id: 'vpc-1', name: null },
    subnet,
    ipv6: { vpcHasBlock: true, subnetHasBlock: true, allowed: true, groupsLetOut: true },
    workload: { kind: 'function', logicalIds: ['Fn'], subnet, securityGroups: [], ipv6Allowed: true },
    ...changes,
  };
}

export function operation(changes: Partial<OperationEvidence> = {}): OperationEvidence {
  return {
    name: 'PutObject',
    host: 'bucket.s3.dualstack.us-west-2.amazonaws.com',
    port: 443,
    family: 'IPv6',
    remoteAddress: '2001:db8:ffff::1',
    localAddress: OWN_ADDRESS,
    dns: { a: ['198.18.0.1'], aaaa: ['2001:db8:ffff::1'] },
    phasesMs: { resolve: 1, connect: 1, tls: 1, request: 1 },
    httpStatus: 200,
    requestId: 'r',
    error: null,
    ...changes,
  };
}

/** An operation that got no connection. */
export function unconnected(changes: Partial<OperationEvidence>): OperationEvidence {
  return operation({ family: null, remoteAddress: null, localAddress: null, httpStatus: null, ...changes });
}

export function attempt(changes: Partial<AttemptEvidence> = {}): AttemptEvidence {
  return {
    mode: 'ipv6',
    operations: [operation()],
    failure: null,
    echo: null,
    cutOff: false,
    ...changes,
  };
}

export function evidence(changes: Partial<AttemptEvidence> = {}): TargetEvidence {
  return {
    target: { id: 's3', service: 'S3', expect: 'reached', echoes: false, conditioned: true, sdk: true },
    attempts: [attempt(changes)],
  };
}

/** A target of the user's own, of which nothing is expected. */
export const OWN_TARGET: TargetEvidence['target'] = {
  ...{ id: 'api', service: 'x', expect: 'any' },
  ...{ echoes: false, sdk: false, conditioned: false },
};

export function echoEvidence(
  answer: string | null,
  changes: Partial<OperationEvidence> = {},
): TargetEvidence {
  return {
    target: {
      id: 'ifconfig.me',
      service: 'ifconfig.me',
      expect: 'reached',
      echoes: true,
      conditioned: false,
      sdk: false,
    },
    attempts: [
      attempt({
        echo: answer === null ? null : readEcho(answer),
        operations: [operation({ host: 'ifconfig.me', ...changes })],
      }),
    ],
  };
}

/** An IPv4 control; silent unless an address answered. */
export function ipv4Control(changes: Partial<ControlEvidence> = {}): ControlEvidence {
  const { answeredBy = null } = changes;
  return {
    id: 's3',
    kind: 'ipv4',
    outcome: answeredBy === null ? 'none' : 'ok',
    remoteAddresses: ['198.18.0.1'],
    answeredBy,
    codes: answeredBy === null ? ['ETIMEDOUT'] : [],
    cutOff: false,
    ...changes,
  };
}

/** IAM's control, read by an attempt. */
export function iamControl(read: AttemptEvidence): ControlEvidence {
  return {
    ...{
      id: 'dynamodb',
      kind: 'iam',
      outcome: outcomeOf(read),
      answeredBy: null,
      codes: [],
      cutOff: read.cutOff,
    },
    remoteAddresses: read.operations.flatMap(({ remoteAddress }) => remoteAddress ?? []),
  };
}
