/**
 * Turns a VPC of an account into the template that stands for it, so that everything that reads a template reads it too. The
 * logical ids are the real ids. Pure.
 */
import { sideId } from '../lab/template/security-groups.ts';
import type { DescribedVpc, OwnOfVpc, Unread } from '../lab/template/stack.ts';
import type { Template } from '../lab/template/template.ts';
import { UserError } from '../user-error.ts';
import { filterResources, isListOfLab, isOfUnknownList } from './filter-resources.ts';
import { identityResources } from './identity-resources.ts';
import { networkResources } from './network-resources.ts';
import { pathResources } from './path-resources.ts';
import { asResources } from './resource.ts';
import type { VpcFile } from './vpc-file.ts';
import { workloadResources } from './workload-resources.ts';
import { zoneResources } from './zone-resources.ts';

export interface TemplateOfVpc {
  readonly template: Template;
  readonly described: DescribedVpc;
}

/** @throws UserError for a file with one id twice */
export function templateOf(file: VpcFile): TemplateOfVpc {
  const entries = [
    ...networkResources(file),
    ...pathResources(file),
    ...filterResources(file),
    ...workloadResources(file),
    ...identityResources(file),
    ...zoneResources(file),
  ];
  return {
    template: { Resources: asResources(entries) },
    described: {
      mainRouteTableId: file.routeTables?.find(({ main }) => main)?.id ?? null,
      defaultNetworkAclId: file.networkAcls?.find((acl) => acl.default)?.id ?? null,
      defaultSecurityGroupId: file.securityGroups?.find((group) => group.default)?.id ?? null,
      unread: (own) => [...unreadSections(file, own), ...unknownLists(file), ...unknownIngress(file)],
      notices: noticesOf(file),
    },
  };
}

/** What a packet meets and the account was not asked about successfully. */
function unreadSections(file: VpcFile, own: OwnOfVpc): Unread[] {
  const routes = (file.routeTables ?? []).flatMap((table) => table.routes);
  const lists = (file.securityGroups ?? []).flatMap(({ egress }) =>
    egress.flatMap(({ peer }) => ('prefixListId' in peer ? [peer.prefixListId] : [])),
  );
  return [
    ...lacking(file.routeTables, 'route tables', 'AWS::EC2::RouteTable', [own.routeTableId]),
    ...lacking(file.networkAcls, 'network ACLs', 'AWS::EC2::NetworkAcl', [own.networkAclId]),
    ...lacking(
      file.natGateways,
      'NAT gateways',
      'AWS::EC2::NatGateway',
      routes.flatMap(({ by, target }) => (by === 'NatGatewayId' ? [target] : [])),
    ),
    ...lacking(file.prefixLists, 'prefix lists', 'AWS::EC2::PrefixList', lists),
    // An endpoint may take over any name.
    ...lacking(file.vpcEndpoints, 'VPC endpoints', 'AWS::EC2::VPCEndpoint', []).map((unread) => ({
      ...unread,
      hides: ['*'],
    })),
  ];
}

function lacking(
  section: readonly unknown[] | null,
  what: string,
  type: string,
  affects: readonly string[],
): Unread[] {
  if (section !== null) return [];
  const error = new UserError(
    `the ${what} of the VPC are not in the file, so what they do to packets is unknown: describe the VPC again with credentials that may read them ("gaps" in the file says which permission it takes)`,
  );
  return [{ logicalId: what, type, affects: [...new Set(affects)], error }];
}

/** AWS's lists of services that the lab has no gateway endpoint for. */
function unknownLists(file: VpcFile): Unread[] {
  return (file.prefixLists ?? [])
    .filter((list) => list.ofAws && !isListOfLab(list, file))
    .map(({ id, name }) => ({
      logicalId: id,
      type: 'AWS::EC2::PrefixList',
      affects: [id],
      error: new UserError(
        `${id}: AWS keeps the prefix list "${name}", and the lab does not know its blocks: allow blocks instead of the list, or choose another group with --security-group`,
      ),
    }));
}

/** Whom an endpoint's group lets in by a list that is not known. */
function unknownIngress(file: VpcFile): Unread[] {
  return (file.securityGroups ?? [])
    .filter(({ ingress }) => ingress.some((rule) => isOfUnknownList(rule, file)))
    .map(({ id }) => ({
      logicalId: id,
      type: 'AWS::EC2::SecurityGroup',
      affects: [sideId(id, 'ingress')],
      error: new UserError(`${id}: it lets in the addresses of a prefix list whose blocks are not known`),
    }));
}

function noticesOf(file: VpcFile): string[] {
  const { functions, taskDefinitions } = file.workloads;
  const environments = [
    ...(functions ?? []).map(({ name, unclear }) => ({ name, unclear })),
    ...(taskDefinitions ?? []).flatMap(({ name, containers }) =>
      containers.map(({ unclear }) => ({ name, unclear })),
    ),
  ];
  return [
    ...file.gaps.map(({ what, why }) => `not in the description of the VPC: ${what} (${why})`),
    ...environments.flatMap(({ name, unclear }) =>
      unclear.map(
        ({ variable, reason }) =>
          `the variable ${variable} of ${name} may lead to a host (${reason}): name it with --target`,
      ),
    ),
    ...(file.vpcEndpoints ?? [])
      .filter(({ ownPolicy }) => ownPolicy)
      .map(
        ({ id }) =>
          `${id} has a policy of its own, which is not in the file: the lab takes the default one, which allows everything`,
      ),
    ...(file.routeTables ?? []).flatMap(({ id, routes }) =>
      routes
        .filter(({ blackhole }) => blackhole)
        .map(
          ({ destination, target }) =>
            `${id} sends "${destination}" to ${target}, which is gone: these packets are dropped`,
        ),
    ),
  ];
}
