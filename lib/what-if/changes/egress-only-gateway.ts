/** The egress-only internet gateway: it costs nothing, and lets connections out only. */
import { addResource, type Planned, ref, type Situation, tablesWithoutIpv6 } from '../change.ts';

export interface EgressOnlyGateway extends Planned {
  readonly logicalId: string;
}

export function egressOnlyGateway(situation: Situation): EgressOnlyGateway {
  const { gateways, vpc } = situation.model;
  const present = gateways.find(({ kind }) => kind === 'egress-only-internet-gateway');
  if (present) return { logicalId: present.logicalId, changes: [], obstacles: [] };
  const logicalId = situation.freeId('EgressOnlyInternetGateway');
  if (tablesWithoutIpv6(situation).length === 0) return { logicalId, changes: [], obstacles: [] };
  const resource = { Type: 'AWS::EC2::EgressOnlyInternetGateway', Properties: { VpcId: ref(vpc.logicalId) } };
  return {
    logicalId,
    obstacles: [],
    changes: [
      {
        kind: 'egress-only-gateway',
        logicalId: vpc.logicalId,
        what: 'add an egress-only internet gateway',
        reason: 'it lets IPv6 connections out of private subnets and none in, and costs nothing',
        edits: [addResource(situation, logicalId, resource, vpc.logicalId)],
      },
    ],
  };
}
