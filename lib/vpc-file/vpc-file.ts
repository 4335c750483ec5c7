/** The file that `natless describe` writes: a VPC of an account as AWS describes it. docs/describe.md documents it. */
import { z } from 'zod';
import { isRegion } from '../region.ts';
import { problemsFrom } from '../schema-problems.ts';
import { UserError } from '../user-error.ts';
import { flag, id, ipv4Block, ipv6Block, isEc2Id, list, name, number, placed, section } from './fields.ts';
import { hostedZoneSchema, instanceProfileSchema, managedPolicySchema, roleSchema } from './roles-schema.ts';
import { fromVersion1 } from './versions.ts';
import { workloadsSchema } from './workloads-schema.ts';

export const VPC_FILE_FORMAT = 'natless-vpc';
export const VPC_FILE_VERSION = 2;

/** Which rule of IPv4 or IPv6 it is shows in the block. */
const ruleSchema = z.strictObject({
  protocol: name,
  fromPort: number.nullable(),
  toPort: number.nullable(),
  peer: z.union(
    [
      z.strictObject({ cidrBlock: z.union([ipv4Block, ipv6Block]) }),
      z.strictObject({ securityGroupId: id('sg') }),
      z.strictObject({ prefixListId: id('pl') }),
    ],
    'write exactly one of cidrBlock, securityGroupId and prefixListId, with a valid value',
  ),
});

const aclEntrySchema = z.strictObject({
  ruleNumber: number,
  egress: flag,
  action: z.enum(['allow', 'deny'], 'write allow or deny'),
  protocol: name,
  cidrBlock: z.union([ipv4Block, ipv6Block], 'write an address block'),
  ports: z.strictObject({ from: number, to: number }).nullable(),
  icmp: z.strictObject({ type: number, code: number }).nullable(),
});

/** The properties of CloudFormation's AWS::EC2::Route. */
export const ROUTE_TARGETS = [
  'GatewayId',
  'EgressOnlyInternetGatewayId',
  'NatGatewayId',
  'TransitGatewayId',
  'VpcPeeringConnectionId',
  'LocalGatewayId',
  'CarrierGatewayId',
  'CoreNetworkArn',
  'NetworkInterfaceId',
  'InstanceId',
  'OdbNetworkArn',
  'VpcEndpointId',
] as const;

const routeSchema = z.strictObject({
  destination: z.union([ipv4Block, ipv6Block, id('pl')], 'write an address block or a prefix list'),
  by: z.enum(ROUTE_TARGETS, `write one of ${ROUTE_TARGETS.join(', ')}`),
  target: name,
  /** Its target is gone: the packets are dropped. */
  blackhole: flag,
});

const shape = {
  format: z.literal(VPC_FILE_FORMAT),
  version: z.literal(VPC_FILE_VERSION),
  region: z.string('write a Region').refine(isRegion, 'write a Region, such as us-west-2'),
  accountId: z.string('write 12 digits').regex(/^\d{12}$/, 'write the 12 digits of an account'),
  describedAt: z.iso.datetime('write a time like 2026-11-26T22:00:00.000Z'),
  vpc: z.strictObject({
    id: id('vpc'),
    name: name.nullable(),
    ipv4CidrBlocks: list(ipv4Block).min(1, 'write at least one block'),
    ipv6CidrBlocks: list(ipv6Block),
    /** Null where they were not read: the lab takes both as on. */
    dnsSupport: flag.nullable(),
    dnsHostnames: flag.nullable(),
    /** Null for Amazon's resolver, or where it was not read. */
    nameServers: list(name).nullable(),
    blockPublicAccess: z.enum(['off', 'block-bidirectional', 'block-ingress']),
  }),
  subnets: list(
    z.strictObject({
      id: id('subnet'),
      name: name.nullable(),
      availabilityZone: name,
      ipv4CidrBlock: ipv4Block.nullable(),
      ipv6CidrBlock: ipv6Block.nullable(),
      mapPublicIpOnLaunch: flag,
      assignIpv6AddressOnCreation: flag,
      dns64: flag,
      /** How VPC Block Public Access treats it: an exclusion makes it differ from the VPC. */
      blockPublicAccess: z.enum(['off', 'block-bidirectional', 'block-ingress']),
    }),
  ),
  routeTables: section(
    z.strictObject({
      id: id('rtb'),
      main: flag,
      subnetIds: list(id('subnet')),
      routes: list(routeSchema),
    }),
  ),
  gateways: section(
    z.strictObject({
      id: z.string('write an id').refine((text) => isEc2Id('igw', text) || isEc2Id('eigw', text), {
        error: 'write the id of an internet gateway (igw-…) or an egress-only one (eigw-…)',
      }),
    }),
  ),
  natGateways: section(
    z.strictObject({
      id: id('nat'),
      name: name.nullable(),
      /** Null for a regional one. */
      subnetId: id('subnet').nullable(),
      public: flag,
      /** Its address in the account; the lab gives it another one. */
      publicIpv4Address: name.nullable(),
    }),
  ),
  networkAcls: section(
    z.strictObject({
      id: id('acl'),
      default: flag,
      subnetIds: list(id('subnet')),
      entries: list(aclEntrySchema),
    }),
  ),
  securityGroups: section(
    z.strictObject({
      id: id('sg'),
      name,
      default: flag,
      ingress: list(ruleSchema),
      egress: list(ruleSchema),
    }),
  ),
  vpcEndpoints: section(
    z.strictObject({
      id: id('vpce'),
      serviceName: name,
      type: name,
      routeTableIds: list(id('rtb')),
      ...placed,
      privateDns: flag,
      ipAddressType: z.enum(['ipv4', 'ipv6', 'dualstack'], 'write ipv4, ipv6 or dualstack'),
      dnsRecordIpType: z.enum(['ipv4', 'ipv6', 'dualstack', 'service-defined', 'not-specified']).nullable(),
      /** Whether it has a policy of its own. What the policy says is not in the file. */
      ownPolicy: flag,
    }),
  ),
  prefixLists: section(
    z.strictObject({
      id: id('pl'),
      name,
      family: z.enum(['IPv4', 'IPv6'], 'write IPv4 or IPv6'),
      /** Whether AWS keeps it: its blocks are those of a service, and are not in the file. */
      ofAws: flag,
      cidrBlocks: list(z.union([ipv4Block, ipv6Block], 'write an address block')),
    }),
  ),
  peering: section(z.strictObject({ id: id('pcx'), peerVpcId: id('vpc') })),
  workloads: workloadsSchema,
  roles: section(roleSchema),
  managedPolicies: section(managedPolicySchema),
  instanceProfiles: section(instanceProfileSchema),
  hostedZones: section(hostedZoneSchema),
  /** What was not read, and what to allow so that it is. */
  gaps: list(z.strictObject({ what: name, why: z.string().max(4_000), permission: name.nullable() })),
} as const;

const vpcFileSchema = z.strictObject(shape);

export type VpcFile = z.output<typeof vpcFileSchema>;

/** @throws UserError that quotes what is wrong */
export function parseVpcFile(given: unknown): VpcFile {
  const document = currentVersion(given);
  const parsed = vpcFileSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const names = { above: [], noun: 'field', known: Object.keys(shape) };
  const problems = parsed.error.issues.flatMap((issue) => problemsFrom(issue, document, names));
  throw new UserError(`${problems.slice(0, MOST_PROBLEMS).join('; ')}: describe the VPC again`);
}

const MOST_PROBLEMS = 3;

function currentVersion(document: unknown): unknown {
  const { format, version, ...rest } = Object(document) as { format?: unknown; version?: unknown };
  if (format !== VPC_FILE_FORMAT) {
    throw new UserError(
      `it is not a file of natless describe, whose "format" is "${VPC_FILE_FORMAT}": a template goes into --template`,
    );
  }
  if (version === 1) return fromVersion1({ format, ...rest });
  if (version === VPC_FILE_VERSION) return document;
  throw new UserError(
    `its version is ${JSON.stringify(version)?.slice(0, 80)}, and this natless reads versions 1 and ${VPC_FILE_VERSION}: write it again with natless describe`,
  );
}
