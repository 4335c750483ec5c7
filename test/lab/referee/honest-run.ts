/** A run that is honest, and what the kernel and the servers saw of it. */
import { judgeTarget } from '../../../lambda/report/judge/judge-target.ts';
import type { Run } from '../../../lambda/report/report-schema.ts';
import type { Observations } from '../../../lib/lab/referee/referee.ts';
import {
  evidence,
  facts as judgeFacts,
  OWN_ADDRESS,
  operation,
  VPC_BLOCK,
} from '../../lambda/report/evidence-builder.ts';

export const HOST = operation().host;
export const ADDRESS = '2001:db8:ffff::1';

export function run(changes: Partial<Run> = {}): Run {
  return {
    region: 'us-west-2',
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    network: {
      vpcIpv6CidrBlocks: [VPC_BLOCK],
      vpcIpv4CidrBlocks: [],
      subnetId: 'subnet-1',
      subnetIpv6CidrBlock: null,
      availabilityZone: 'us-west-2a',
      route: { witness: 'declared', gateway: 'eigw-1' },
    },
    settings: { iamWitness: false, openPorts: null },
    source: {
      address: OWN_ADDRESS,
      insideVpc: true,
      seenBy: [{ target: 'ifconfig.me', address: OWN_ADDRESS }],
    },
    targets: [judgeTarget(evidence(), judgeFacts())],
    witnesses: [],
    controls: [
      {
        id: 's3',
        kind: 'ipv4',
        outcome: 'none',
        succeeded: false,
        meaningful: true,
        asExpected: true,
        cause: null,
        unsent: false,
        remoteAddresses: ['198.18.0.1'],
        answeredBy: null,
        codes: ['ETIMEDOUT'],
        cutOff: false,
      },
    ],
    ...changes,
  };
}

export const flow = {
  networkInterface: 'fn0',
  link: 'egress-only-internet-gateway' as const,
  peerAddress: ADDRESS,
  peerPort: 443,
  packetsOut: 9,
  packetsIn: 8,
  handshakes: 1,
};
export const drop = {
  networkInterface: 'fn0',
  reason: 'no-route' as const,
  peerAddress: '198.18.0.1',
  peerPort: 443,
  packets: 2,
};
export const sighting = {
  host: HOST,
  standIn: 's3',
  method: 'PUT',
  path: '/',
  sourceAddress: OWN_ADDRESS,
  httpStatus: 200,
  echoed: null,
};
/** ifconfig.me sent the interface its own address. */
export const echoed = { ...sighting, host: 'ifconfig.me', standIn: 'echo', echoed: `${OWN_ADDRESS}\n` };

export function facts(changes: Partial<Observations> = {}): Observations {
  return {
    ipv4Address: null,
    ipv6Address: OWN_ADDRESS,
    natAddresses: [],
    flows: [flow],
    drops: [drop],
    sightings: [sighting, echoed],
    declaredLink: 'egress-only-internet-gateway',
    ipv6AddressesOf: (host) => (host === HOST ? [ADDRESS] : []),
    ...changes,
  };
}
