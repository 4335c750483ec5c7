/** Builds runs for tests, judged from constructed evidence as real ones are. */

import type { OperationEvidence } from '../../lambda/report/evidence.ts';
import { judgeTarget } from '../../lambda/report/judge/judge-target.ts';
import type { WorkloadRecord } from '../../lambda/report/lab-schema.ts';
import type { Control, Run, Target } from '../../lambda/report/report-schema.ts';
import {
  attempt,
  evidence,
  facts,
  OWN_ADDRESS,
  operation,
  unconnected,
  VPC_BLOCK,
} from '../lambda/report/evidence-builder.ts';

export const passing = (id: string): Target => ({ ...judgeTarget(evidence(), facts()), id });

export function failing(id: string, code = 'ETIMEDOUT'): Target {
  const operations = [unconnected({ error: { phase: 'connect', code, message: 'no answer' } })];
  return { ...judgeTarget(evidence({ operations }), facts()), id };
}

/** A target whose name has no AAAA record (`ENODATA`), or does not exist (`ENOTFOUND`). */
export function withoutIpv6(id: string, host: string, code: 'ENODATA' | 'ENOTFOUND' = 'ENODATA'): Target {
  const error = { phase: 'resolve' as const, code, message: 'no answer' };
  const operations = [unconnected({ host, error, dns: { a: ['198.18.0.1'], aaaa: [] } })];
  return { ...judgeTarget(evidence({ operations }), facts()), id };
}

/** A target that passes, reached at a host. */
export function passingAt(id: string, host: string): Target {
  return { ...judgeTarget(evidence({ operations: [operation({ host })] }), facts()), id };
}

/** A target that answered from an address: inside the VPC that of an endpoint, in 64:ff9b::/96 that of NAT64. */
export function answeredFrom(id: string, host: string, remoteAddress: string): Target {
  return { ...judgeTarget(evidence({ operations: [operation({ host, remoteAddress })] }), facts()), id };
}

/** A target that expects something else than to be reached, and fails as others do unless an address inside the VPC answers. */
export function expecting(
  id: string,
  expect: Target['expect'],
  { inVpc = false, ...changes }: Partial<OperationEvidence> & { readonly inVpc?: boolean } = {},
): Target {
  const { target } = evidence();
  const made = inVpc
    ? operation({ remoteAddress: IN_VPC, ...changes })
    : unconnected({ error: SILENT, ...changes });
  return {
    ...judgeTarget({ target: { ...target, expect }, attempts: [attempt({ operations: [made] })] }, facts()),
    id,
  };
}

const IN_VPC = '2001:db8:1234:1a01::e000';
const SILENT = { phase: 'connect', code: 'ETIMEDOUT', message: 'no answer' } as const;

/** A target that fails in a subnet that its remedy names. */
export function judgedIn(subnetId: string, id: string): Target {
  const operations = [unconnected({ error: { phase: 'connect', code: 'ETIMEDOUT', message: 'no answer' } })];
  return { ...judgeTarget(evidence({ operations }), facts({ subnetId })), id };
}

/** A target whose message quotes a server. */
export function quoting(id: string, message: string): Target {
  const error = { phase: 'request' as const, code: 'InternalError', message };
  return { ...judgeTarget(evidence({ operations: [operation({ error, httpStatus: 500 })] }), facts()), id };
}

export function control(changes: Partial<Control> = {}): Control {
  const { succeeded = false } = changes;
  return {
    id: 's3',
    kind: 'ipv4',
    outcome: succeeded ? 'ok' : 'none',
    succeeded,
    meaningful: true,
    asExpected: true,
    cause: null,
    unsent: false,
    remoteAddresses: ['198.18.0.1'],
    answeredBy: succeeded ? '198.18.0.1' : null,
    codes: succeeded ? [] : ['ETIMEDOUT'],
    cutOff: false,
    ...changes,
  };
}

export function run(targets: readonly Target[], changes: Partial<Run> = {}): Run {
  return {
    region: 'us-west-2',
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1_234,
    network: {
      vpcIpv6CidrBlocks: [VPC_BLOCK],
      vpcIpv4CidrBlocks: ['10.1.0.0/16'],
      subnetId: 'subnet-a',
      subnetIpv6CidrBlock: '2001:db8:1234:1a01::/64',
      availabilityZone: 'us-west-2a',
      route: { witness: 'declared', gateway: 'eigw-1' },
    },
    settings: { iamWitness: false, openPorts: null },
    source: {
      address: OWN_ADDRESS,
      insideVpc: true,
      seenBy: [{ target: 'ifconfig.me', address: OWN_ADDRESS }],
    },
    targets: [...targets],
    witnesses: [],
    controls: [control()],
    ...changes,
  };
}

/** The same run from another subnet. */
export function elsewhere(one: Run, subnetId = 'subnet-b'): Run {
  return { ...one, network: { ...one.network, subnetId, availabilityZone: 'us-west-2b' } };
}

/** The same run in the lab, where a workload stands: by default the function Worker, without IPv6. */
export function inPlaceOf(one: Run, changes: Partial<WorkloadRecord> = {}): Run {
  const nothing = { out: 0, in: 0, inboundDropped: 0 };
  return {
    ...one,
    lab: {
      world: 'as-synthesized',
      referee: { agrees: true, disagreements: [] },
      counters: {
        egressOnlyInternetGateway: nothing,
        internetGateway: { out: 0, in: 0 },
        natGateway: { out: 0 },
        vpcEndpoint: { out: 0, in: 0 },
        ...{ securityGroupDropped: 0, noRouteDropped: 0, networkAclDropped: 0, blockPublicAccessDropped: 0 },
      },
      workload: {
        kind: 'function',
        logicalIds: ['Worker'],
        subnet: { logicalId: 'Inner', name: 'app subnet' },
        securityGroups: [{ logicalId: 'Shut', id: 'sg-1', name: 'Shut' }],
        ipv6Allowed: false,
        ...changes,
      },
      inbound: { attempted: false, reachedFunction: false },
    },
  };
}
