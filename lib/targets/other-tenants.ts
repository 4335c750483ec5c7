/** What else stands in the subnets of a template: its calls leave by the same gateways, and natless does not know them. */
import { isObject } from '../lab/template/intrinsics.ts';
import { PLACED_TYPES } from '../lab/template/placed-workloads.ts';
import type { Stack, StackResource } from '../lab/template/stack.ts';
import { type Finding, gapAt } from './finding.ts';
import { readerOf, type ValueReader } from './read-value.ts';

/** A gap for each resource with a property that names a subnet of the template. */
export function otherTenants(stack: Stack): Finding[] {
  const names = new Map(
    stack
      .resourcesOfType('AWS::EC2::Subnet')
      .map(({ logicalId }) => [stack.refOf(logicalId), logicalId] as const),
  );
  if (names.size === 0) return [];
  return stack.resources
    .filter(({ type }) => !PLACED_TYPES.includes(type) && !HARMLESS.some((each) => each.test(type)))
    .flatMap((resource) => tenant(resource, readerOf(stack, resource), names));
}

/** What is part of the network, answers only, or passes a subnet's name on. */
const HARMLESS: readonly RegExp[] = [
  /^AWS::EC2::(?!SpotFleet$|EC2Fleet$)/,
  /^AWS::ElasticLoadBalancing(V2)?::/,
  /^AWS::(RDS|DocDB|Neptune)::DBSubnetGroup$/,
  /^AWS::(ElastiCache|MemoryDB|DAX)::/,
  /^AWS::EFS::/,
  /^AWS::(Elasticsearch|OpenSearchService)::Domain$/,
  /^AWS::ApiGateway(V2)?::VpcLink$/,
  /^AWS::(Route53Resolver|NetworkFirewall|VpcLattice|RAM|SSM|CloudFormation::CustomResource)/,
  /^Custom::/,
];

function tenant(
  { logicalId, type, resource }: StackResource,
  reader: ValueReader,
  names: ReadonlyMap<string, string>,
): Finding[] {
  const properties = Object.entries(resource.Properties ?? {});
  const found = properties.map(([name, raw]) => ({
    name,
    subnets: textsIn(raw, reader).flatMap((text) => names.get(text) ?? []),
  }));
  const subnets = [...new Set(found.flatMap((each) => each.subnets))];
  if (subnets.length === 0) return [];
  const where = found.filter((each) => each.subnets.length > 0).map(({ name }) => name);
  return [
    gapAt(
      { logicalId, where: where.join(', ') },
      'unknown',
      `${type} names ${shortList(subnets)}: what it calls from there is not known, nor whether it has IPv6: name its targets with --target`,
    ),
  ];
}

const SHOWN = 3;

function shortList(names: readonly string[]): string {
  const further = names.length - SHOWN;
  return `${names.slice(0, SHOWN).join(', ')}${further > 0 ? ` and ${further} more` : ''}`;
}

/** The texts of a value, with intrinsic functions evaluated where that is possible, and lists in one text taken apart. */
function textsIn(raw: unknown, reader: ValueReader): string[] {
  if (typeof raw === 'string') return raw.split(',');
  if (Array.isArray(raw)) return raw.flatMap((item) => textsIn(item, reader));
  if (!isObject(raw)) return [];
  if (!isIntrinsic(raw)) return Object.values(raw).flatMap((value) => textsIn(value, reader));
  const read = reader.read(raw);
  return 'value' in read && !isObject(read.value) ? textsIn(read.value, reader) : [];
}

function isIntrinsic(raw: Readonly<Record<string, unknown>>): boolean {
  const [name = '', ...others] = Object.keys(raw);
  return others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'));
}
