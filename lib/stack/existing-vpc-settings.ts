/** The settings that put the probes into an existing VPC, and the settings that contradict them. */
import { z } from 'zod';
import { quote } from '../../lambda/report/plain-text.ts';
import { ipv6CidrBlocks } from './block-settings.ts';
import type { ExistingVpc } from './network/existing-network.ts';

const id = (kind: string) =>
  z
    .string(`write an id in quotes, such as "${kind}-0123456789abcdef0"`)
    .regex(new RegExp(`^${kind}-[0-9a-f]{8,17}$`), `write an id such as "${kind}-0123456789abcdef0"`);

const list = (kind: string) => z.array(id(kind), `write a list such as ["${kind}-0123456789abcdef0"]`);

export const existingVpcSettings = {
  /** The VPC to put the probes into, instead of one that the stack builds. @default - the stack builds one */
  vpcId: id('vpc').optional(),
  /** The subnets to probe from. */
  subnetIds: list('subnet').optional(),
  /** The route table of each of these subnets, in the same order; the VPC's main route table where a subnet has none. */
  routeTableIds: list('rtb').optional(),
  /** The VPC's IPv6 block, or a list of its blocks, which the role's grants name. */
  vpcIpv6CidrBlock: ipv6CidrBlocks,
  /** The Availability Zone of each of these subnets, in the same order, for reports and metrics. @default - unknown */
  subnetAvailabilityZones: z
    .array(
      z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, 'write a name such as "us-west-2a"'),
      'write a list such as ["us-west-2a", "us-west-2b"]',
    )
    .optional(),
};

type Given = Readonly<Record<string, unknown>>;

const KEYS = Object.keys(existingVpcSettings);

/** The settings of a VPC that the stack builds. */
const OF_OWN_VPC = [
  ...['vpcName', 'publicSubnetName', 'privateSubnetName', 'articleNames'],
  ...['ipv4CidrBlock', 'availabilityZones'],
];
const ENDPOINTS = ['interfaceEndpoints', 'gatewayEndpoints'];

/** The contradictions between settings, a line each; what is wrong with a single setting is up to the schema. */
export function existingVpcProblems(given: Given): string[] {
  const [first] = KEYS.filter((key) => given[key] !== undefined);
  if (first === undefined) return [];
  if (given.vpcId === undefined) {
    return [
      `  natless.vpcId is not set, but natless.${first} is: write the id of the VPC, or leave ${first} out`,
    ];
  }
  return [...missing(given), ...unequal(given), ...repeated(given), ...mixed(given)];
}

const REQUIRED: Readonly<Record<string, string>> = {
  subnetIds: 'write the ids of the subnets to probe from',
  routeTableIds: 'write the id of the route table of each subnet, in the order of natless.subnetIds',
  vpcIpv6CidrBlock:
    "write the VPC's IPv6 block, which aws ec2 describe-vpcs shows; a VPC without one has no IPv6 to probe: add one first (aws ec2 associate-vpc-cidr-block --amazon-provided-ipv6-cidr-block)",
};

function missing(given: Given): string[] {
  return Object.entries(REQUIRED)
    .filter(([key]) => given[key] === undefined)
    .map(([key, right]) => `  natless.${key} is not set, but natless.vpcId is: ${right}`);
}

function unequal(given: Given): string[] {
  const length = (key: string) => (Array.isArray(given[key]) ? given[key].length : null);
  const subnets = length('subnetIds');
  if (subnets === 0) return ['  natless.subnetIds is []: write the id of at least one subnet'];
  return ['routeTableIds', 'subnetAvailabilityZones']
    .filter((key) => subnets !== null && length(key) !== null && length(key) !== subnets)
    .map(
      (key) =>
        `  natless.${key} has ${length(key)} entries, but natless.subnetIds has ${subnets}: write one for each subnet, in the same order`,
    );
}

function repeated({ subnetIds }: Given): string[] {
  const ids = Array.isArray(subnetIds) ? subnetIds : [];
  const again = ids.find((subnetId, index) => ids.indexOf(subnetId) < index);
  return again === undefined ? [] : [`  natless.subnetIds has ${quote(again)} twice: write each subnet once`];
}

function mixed(given: Given): string[] {
  const unexpected = (key: string, why: string) =>
    given[key] === undefined ? [] : [`  natless.${key} is ${quote(given[key])}: ${why}`];
  return [
    ...OF_OWN_VPC.flatMap((key) =>
      unexpected(
        key,
        'it is for a VPC that the stack builds, but natless.vpcId names an existing one: leave it out',
      ),
    ),
    ...unexpected('regions', 'natless.vpcId names a VPC, which is in one Region: leave it out'),
    ...ENDPOINTS.flatMap((key) =>
      unexpected(
        key,
        'natless does not change the VPC that natless.vpcId names: create the endpoint there yourself, and leave it out',
      ),
    ),
  ];
}

/** @param settings valid settings */
export function existingVpcOf(settings: ExistingVpcSettings): ExistingVpc | null {
  const {
    vpcId,
    vpcIpv6CidrBlock,
    subnetIds = [],
    routeTableIds = [],
    subnetAvailabilityZones = [],
  } = settings;
  if (vpcId === undefined || vpcIpv6CidrBlock === undefined) return null;
  const subnets = subnetIds.map((subnetId, index) => ({
    subnetId,
    routeTableId: routeTableIds[index] ?? '',
    availabilityZone: subnetAvailabilityZones[index] ?? null,
  }));
  return { vpcId, ipv6CidrBlocks: vpcIpv6CidrBlock, subnets };
}

type ExistingVpcSettings = {
  readonly [Key in keyof typeof existingVpcSettings]?: z.output<(typeof existingVpcSettings)[Key]>;
};
