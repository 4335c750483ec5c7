/**
 * An independent reading of `ip -batch` lines: links, addresses, routes and rules. It throws for a line that the kernel
 * would refuse, and for one that it does not know.
 */
import { BlockList, isIPv6 } from 'node:net';
import type { NamespaceWiring } from '../../../../lib/lab/kernel/namespace-wiring.ts';

export type Family = '4' | '6';

interface Device {
  readonly name: string;
  readonly namespace: string;
  /** The other end of a veth; null for the loopback device and a VXLAN's. */
  peer: Device | null;
  readonly addresses: string[];
  up: boolean;
}

export interface Route {
  readonly block: string;
  readonly table: string;
  readonly device: string;
  readonly nextHop: string | null;
  readonly metric: number;
}

interface Rule {
  readonly pref: number;
  readonly iif?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly table: string;
}

export interface Namespace {
  readonly name: string;
  readonly sysctls: readonly string[];
  readonly devices: Map<string, Device>;
  readonly routes: Route[];
  readonly rules: Record<Family, Rule[]>;
  /** The neighbours whose hardware addresses are set. */
  readonly neighbours: string[];
}

/** The lab's own namespace, which has no name there. */
export const INTERNET = 'internet';

export function familyOf(address: string): Family {
  return isIPv6(address.split('/')[0] ?? '') ? '6' : '4';
}

/** Whether an address is in a block, or is it. */
export function isIn(address: string, block: string): boolean {
  const family = familyOf(block);
  return familyOf(address) === family && listOf(block, family).check(address, NODE_FAMILIES[family]);
}

const NODE_FAMILIES = { '4': 'ipv4', '6': 'ipv6' } as const;
const LISTS = new Map<string, BlockList>();

function listOf(block: string, family: Family): BlockList {
  const list = LISTS.get(block) ?? new BlockList();
  const [first = '', length = isIPv6(block) ? '128' : '32'] = block.split('/');
  if (!LISTS.has(block)) list.addSubnet(first, Number(length), NODE_FAMILIES[family]);
  LISTS.set(block, list);
  return list;
}

export function readNamespaces(
  creation: readonly string[],
  wirings: readonly NamespaceWiring[],
): Map<string, Namespace> {
  const all = new Map([[INTERNET, emptyNamespace(INTERNET, wirings)]]);
  for (const line of creation) {
    const [object, verb, name = ''] = line.split(' ');
    if (`${object} ${verb}` === 'netns add') all.set(name, emptyNamespace(name, wirings));
    else addLink(line, INTERNET, all);
  }
  for (const { namespace, ipBatches } of wirings) {
    const at = known(all, namespace ?? INTERNET, 'namespace');
    for (const { family, lines } of ipBatches) for (const line of lines) apply(line, family, at, all);
  }
  return all;
}

function emptyNamespace(name: string, wirings: readonly NamespaceWiring[]): Namespace {
  const own = wirings.filter(({ namespace }) => (namespace ?? INTERNET) === name);
  if (own.length !== 1) throw new Error(`the namespace ${name} is configured ${own.length} times`);
  const rules = () => [
    { pref: 0, table: 'local' },
    { pref: 32766, table: 'main' },
  ];
  return {
    name,
    sysctls: own.flatMap(({ sysctls }) => sysctls),
    devices: new Map([['lo', newDevice('lo', name)]]),
    routes: [],
    rules: { '4': rules(), '6': rules() },
    neighbours: [],
  };
}

function apply(line: string, family: Family | null, at: Namespace, all: Map<string, Namespace>): void {
  const command = line.split(' ').slice(0, 2).join(' ');
  if (command === 'link add') addLink(line, at.name, all);
  else if (command === 'link set') setUp(line, at);
  else if (command === 'addr add') addAddress(line, at);
  else if (command === 'route add') addRoute(line, at);
  else if (command === 'rule add') addRule(line, family, at);
  else if (command === 'rule del') deleteRule(line, family, at);
  else if (command === 'neigh add') addNeighbour(line, at);
  else throw new Error(`unknown command: ${line}`);
}

function addLink(line: string, current: string, all: Map<string, Namespace>): void {
  const veth = /^link add (\S+)(?: netns (\S+))? type veth peer name (\S+)(?: netns (\S+))?$/.exec(line);
  const vxlan =
    /^link add (\S+) address \S+ mtu \d+ type vxlan id \d+ (?:remote \S+ )?dstport \d+ nolearning$/.exec(
      line,
    );
  const [, name = '', from = current, peer = '', to = current] = veth ?? vxlan ?? [];
  if (name === '') throw new Error(`unknown link: ${line}`);
  const near = addDevice(name, known(all, vxlan ? current : from, 'namespace'));
  if (vxlan) return;
  near.peer = addDevice(peer, known(all, to, 'namespace'));
  near.peer.peer = near;
}

function addDevice(name: string, { name: namespace, devices }: Namespace): Device {
  if (name.length > 15 || devices.has(name)) throw new Error(`the device ${name} cannot be made`);
  const device = newDevice(name, namespace);
  devices.set(name, device);
  return device;
}

function newDevice(name: string, namespace: string): Device {
  return { name, namespace, peer: null, addresses: [], up: false };
}

function setUp(line: string, { devices }: Namespace): void {
  const [, name = ''] = /^link set (\S+) up$/.exec(line) ?? [];
  known(devices, name, 'device').up = true;
}

/** An IPv6 address that is still being checked for duplicates cannot be used, and with IPv6 off there is none. */
function addAddress(line: string, { devices, sysctls }: Namespace): void {
  const [, address = '', length = '', name = '', nodad] =
    /^addr add ([\da-f.:]+)\/(\d+) dev (\S+)( nodad)?$/.exec(line) ?? [];
  const { addresses } = known(devices, name, 'device');
  const ipv6 = ['all', 'default'].every((each) => sysctls.includes(`net/ipv6/conf/${each}/disable_ipv6=0`));
  const wrong = familyOf(address) === '6' ? !nodad || !ipv6 || Number(length) > 128 : Number(length) > 32;
  if (wrong || addresses.includes(address)) throw new Error(`refused: ${line}`);
  addresses.push(address);
}

function addRoute(line: string, { devices, routes }: Namespace): void {
  const [, block = '', hop, device = '', metric, table = 'main'] =
    /^route add (\S+)(?: via ((?:inet6 )?\S+))? dev (\S+)(?: metric (\d+))?(?: table (\S+))?$/.exec(line) ??
    [];
  const nextHop = hop?.replace('inet6 ', '') ?? null;
  const foreign = nextHop !== null && familyOf(nextHop) !== familyOf(block);
  if (!known(devices, device, 'device').up) throw new Error(`${device} is down: ${line}`);
  if (foreign && !hop?.startsWith('inet6 ')) throw new Error(`the next hop is of another family: ${line}`);
  const route = {
    block,
    table,
    device,
    nextHop,
    metric: Number(metric ?? (familyOf(block) === '6' ? 1024 : 0)),
  };
  if (routes.some((each) => each.block === block && each.table === table && each.metric === route.metric)) {
    throw new Error(`a second route: ${line}`);
  }
  routes.push(route);
}

/** Without a preference the kernel puts a rule before all the others but the first (fib_default_rule_pref). */
function addRule(line: string, family: Family | null, { rules }: Namespace): void {
  const [, pref, iif, from, to, table] =
    /^rule add(?: pref (\d+))?(?: iif (\S+))?(?: from (\S+))?(?: to (\S+))? lookup (\S+)$/.exec(line) ?? [];
  const blocks = [from, to].filter((block) => block !== undefined);
  if (family === null || table === undefined || blocks.some((block) => familyOf(block) !== family)) {
    throw new Error(`refused: ${line}`);
  }
  const rule = { pref: Number(pref ?? (rules[family][1]?.pref ?? 1) - 1), iif, from, to, table };
  const same = (other: Rule) =>
    (pref === undefined || other.pref === rule.pref) &&
    (['iif', 'from', 'to', 'table'] as const).every((key) => other[key] === rule[key]);
  if (rules[family].some(same)) throw new Error(`a second rule: ${line}`);
  rules[family].push(rule);
  rules[family].sort((a, b) => a.pref - b.pref);
}

function deleteRule(line: string, family: Family | null, { rules }: Namespace): void {
  const [, pref] = /^rule del pref (\d+)$/.exec(line) ?? [];
  const at = family === null ? -1 : rules[family].findIndex((rule) => rule.pref === Number(pref));
  if (family === null || at < 0) throw new Error(`refused: ${line}`);
  rules[family].splice(at, 1);
}

function addNeighbour(line: string, { devices, neighbours }: Namespace): void {
  const [, address = '', device = ''] =
    /^neigh add (\S+) lladdr \S+ dev (\S+) nud permanent$/.exec(line) ?? [];
  known(devices, device, 'device');
  neighbours.push(address);
}

export function known<Value>(map: ReadonlyMap<string, Value>, name: string, what: string): Value {
  const value = map.get(name);
  if (value === undefined) throw new Error(`there is no ${what} "${name}"`);
  return value;
}
