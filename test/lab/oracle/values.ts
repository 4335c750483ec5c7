/**
 * The oracle's own evaluation of a template's values, written from the CloudFormation User Guide. A resource's ids are its
 * logical id. What the oracle does not need stays opaque: a text that is neither an id nor a block.
 */
import { BlockList } from 'node:net';

export type Properties = Readonly<Record<string, unknown>>;

export interface RawResource {
  readonly Type: string;
  readonly Properties?: Properties;
  readonly Condition?: string;
}

export interface RawTemplate {
  readonly Resources: Readonly<Record<string, RawResource>>;
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Conditions?: Properties;
  readonly Mappings?: Properties;
}

export const REGION = 'us-west-2';

const PSEUDO: Properties = {
  'AWS::Region': REGION,
  'AWS::AccountId': '111122223333',
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::NoValue': undefined,
};

export type Evaluate = (value: unknown) => unknown;

export function evaluatorOf(template: RawTemplate): Evaluate {
  const evaluate: Evaluate = (value) => {
    if (Array.isArray(value)) return value.map(evaluate).filter((item) => item !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const [[name, argument] = ['', null], ...more] = Object.entries(value);
    if (more.length === 0 && isFunction(name)) return call(name, argument);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, evaluate(item)]));
  };

  function call(name: string, argument: unknown): unknown {
    const [first, second, third] = Array.isArray(argument) ? argument : [argument];
    if (name === 'Ref') return reference(String(argument));
    if (name === 'Condition') return evaluate(template.Conditions?.[String(argument)]);
    if (name === 'Fn::GetAtt') return attribute(template, evaluate, [argument].flat().join('.'));
    if (name === 'Fn::If') return evaluate(call('Condition', first) ? second : third);
    if (name === 'Fn::Sub') return substitute(String(first));
    const values = evaluate(argument);
    const list = Array.isArray(values) ? values : [values];
    return (FUNCTIONS[name] ?? opaque(name))(list, template);
  }

  function reference(name: string): unknown {
    if (name in PSEUDO) return PSEUDO[name];
    return template.Parameters?.[name] ? template.Parameters[name].Default : name;
  }

  function substitute(pattern: string): string {
    return pattern.replace(/\$\{([^!}][^}]*)\}/g, (_, name: string) =>
      String(name.includes('.') ? attribute(template, evaluate, name) : reference(name)),
    );
  }

  return evaluate;
}

function isFunction(name: string): boolean {
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::');
}

/** Attributes with an id of the resource, and those that are another property of it. */
const IDS = /^(Id|VpcId|SubnetId|RouteTableId|GroupId|InternetGatewayId|NatGatewayId|PrefixListId)$/;

function attribute({ Resources }: RawTemplate, evaluate: Evaluate, reference: string): unknown {
  const [logicalId = '', name = ''] = reference.split('.');
  if (name === 'CidrBlock') return evaluate(Resources[logicalId]?.Properties?.CidrBlock);
  if (name === 'Ipv6CidrBlocks') return Array.from({ length: 5 }, (_, index) => `${reference}[${index}]`);
  return IDS.test(name) ? logicalId : reference;
}

type Call = (list: readonly unknown[], template: RawTemplate) => unknown;

const opaque =
  (name: string): Call =>
  () =>
    name;

const FUNCTIONS: Readonly<Record<string, Call>> = {
  'Fn::Select': ([index, values]) => (values as unknown[])[Number(index)],
  'Fn::Join': ([delimiter, parts]) => (parts as unknown[]).join(String(delimiter)),
  'Fn::Split': ([delimiter, text]) => String(text).split(String(delimiter)),
  'Fn::Equals': ([left, right]) => String(left) === String(right),
  'Fn::Not': ([condition]) => !condition,
  'Fn::And': (conditions) => conditions.every(Boolean),
  'Fn::Or': (conditions) => conditions.some(Boolean),
  'Fn::GetAZs': () => ['a', 'b', 'c'].map((zone) => REGION + zone),
  'Fn::FindInMap': ([map, top, second], { Mappings }) =>
    (Mappings as Record<string, Record<string, Properties>>)[String(map)]?.[String(top)]?.[String(second)],
  'Fn::Cidr': ([block, count, bits]) => blocks(String(block), Number(count), Number(bits ?? 8)),
};

/** Blocks of IPv4 are cut, blocks of IPv6 stay opaque: which the VPC gets is not in the template. */
function blocks(block: string, count: number, hostBits: number): string[] {
  const [base = 0n] = [block.split('/')[0]?.split('.') ?? []]
    .filter((octets) => octets.length === 4)
    .map((octets) => octets.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n));
  return Array.from({ length: count }, (_, index) => {
    const first = base + (BigInt(index) << BigInt(hostBits));
    const octets = [24n, 16n, 8n, 0n].map((shift) => (first >> shift) & 255n);
    return block.includes('.') ? `${octets.join('.')}/${32 - hostBits}` : `${block}[${index}]`;
  });
}

/** How long a block's prefix is if the address is in it; null where it is not, and for what is opaque. */
export function prefixOver(block: unknown, address: string): number | null {
  const [prefix = '', length = ''] = String(block).split('/');
  const family = address.includes(':') ? 'ipv6' : 'ipv4';
  if (!/^\d+$/.test(length) || prefix.includes(':') !== address.includes(':')) return null;
  const list = new BlockList();
  list.addSubnet(prefix, Number(length), family);
  return list.check(address, family) ? Number(length) : null;
}
