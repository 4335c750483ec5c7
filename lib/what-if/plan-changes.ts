/** Plans the least change that gives a VPC's private subnets IPv6 and an egress-only internet gateway. Pure. */
import type { Edit } from '../lab/template/edits.ts';
import type { Gateway, Model, PlacedWorkload, Subnet } from '../lab/template/model.ts';
import { routesOfSubnet } from '../lab/template/subnets.ts';
import type { Template } from '../lab/template/template.ts';
import { natIdsOf } from '../lab/template/without-nat.ts';
import {
  ANY_IPV4,
  ANY_IPV6,
  CHANGE_KINDS,
  type Change,
  type ChangeKind,
  type Planned,
  type Situation,
} from './change.ts';
import { defaultRoutes } from './changes/default-route.ts';
import { egressOnlyGateway } from './changes/egress-only-gateway.ts';
import { networkAcls } from './changes/network-acl.ts';
import { securityGroups } from './changes/security-group.ts';
import { subnetBlocks } from './changes/subnet-block.ts';
import { vpcBlock } from './changes/vpc-block.ts';
import { workloadFlags } from './changes/workload-flag.ts';

export interface PlanBasis {
  readonly template: Template;
  readonly model: Model;
  /** Kinds of changes to leave out, to see what breaks without them. @default - none */
  readonly without?: readonly ChangeKind[];
  /** Whether isolated subnets with workloads get a way out too. @default false */
  readonly openIsolated?: boolean;
}

/** In the order in which the changes are to be deployed. */
export function planChanges({ template, model, without = [], openIsolated = false }: PlanBasis): Planned {
  const isolated = openIsolated ? isolatedSubnets(model) : [];
  const subnets = [...subnetsToOpen(model), ...isolated];
  if (subnets.length === 0) return { changes: [], obstacles: [] };
  const subnetIds = subnets.map(({ id }) => id);
  const workloads = model.workloads.filter(({ subnetId }) => subnetIds.includes(subnetId));
  const situation: Situation = {
    ...{ template, model, subnets, workloads, besides: besides(workloads, subnetIds, model) },
    freeId: freeIds(template),
  };
  const planned = allOf(situation);
  const order = ({ kind }: { readonly kind: ChangeKind }) => CHANGE_KINDS.indexOf(kind);
  return {
    changes: planned
      .flatMap(({ changes }) => changes)
      .filter(({ kind }) => !without.includes(kind))
      .sort((a, b) => order(a) - order(b)),
    obstacles: planned.flatMap(({ obstacles }) => obstacles),
  };
}

function besides(
  workloads: readonly PlacedWorkload[],
  opened: readonly string[],
  model: Model,
): readonly Subnet[] {
  const functions = workloads.filter(({ kind }) => kind === 'function').map(({ logicalId }) => logicalId);
  const theirs = model.workloads.filter(({ logicalId }) => functions.includes(logicalId));
  return model.subnets.filter(
    ({ id }) => !opened.includes(id) && theirs.some(({ subnetId }) => subnetId === id),
  );
}

function allOf(situation: Situation): Planned[] {
  const block = vpcBlock(situation);
  const gateway = egressOnlyGateway(situation);
  return [
    block,
    subnetBlocks(situation, block),
    gateway,
    defaultRoutes(situation, gateway, block),
    networkAcls(situation),
    securityGroups(situation),
    workloadFlags(situation),
  ];
}

/**
 * Those whose way out is a NAT gateway or a NAT instance, or an egress-only gateway already: what stands in them may have no IPv6 yet. Isolated subnets
 * stay isolated, and public ones keep their own gateway.
 */
export function subnetsToOpen(model: Model): Subnet[] {
  const ways = new Map([
    ...natIdsOf(model).map((id) => [id, ANY_IPV4] as const),
    ...egressOnlyGatewaysOf(model).map(({ id }) => [id, ANY_IPV6] as const),
  ]);
  return model.subnets.filter((subnet) =>
    routesOfSubnet(subnet, model).some(
      ({ destinationCidrBlock, gatewayId }) => ways.get(gatewayId) === destinationCidrBlock,
    ),
  );
}

/** Without a default route of either family. Those without workloads only where the template has none at all: a database stays inside. */
function isolatedSubnets(model: Model): Subnet[] {
  return model.subnets.filter(
    (subnet) =>
      !routesOfSubnet(subnet, model).some(({ destinationCidrBlock }) =>
        [ANY_IPV4, ANY_IPV6].includes(destinationCidrBlock),
      ) &&
      (model.workloads.length === 0 || model.workloads.some(({ subnetId }) => subnetId === subnet.id)),
  );
}

function egressOnlyGatewaysOf({ gateways }: Model): Gateway[] {
  return gateways.filter(({ kind }) => kind === 'egress-only-internet-gateway');
}

/** Those that the changes are made of, in their order. */
export function editsOf(changes: readonly Change[]): Edit[] {
  return changes.flatMap(({ edits }) => edits);
}

function freeIds({ Resources }: Template): (wanted: string) => string {
  const taken = new Set(Object.keys(Resources));
  return (wanted) => {
    let name = wanted;
    for (let count = 2; taken.has(name); count += 1) name = `${wanted}${count}`;
    taken.add(name);
    return name;
  };
}
