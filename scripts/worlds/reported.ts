/** What the probe reports in a world, derived from the world's expectations: a line for each group of targets. */
import { CONTROL_HOST, TARGET_IDS } from '../../lambda/report/built-in-targets.ts';
import type { Expectation } from '../../lambda/report/vocabulary.ts';
import { controlsBlocked, expectationInWords, healthy } from '../../lib/lab/worlds/expectations.ts';
import type {
  ControlExpectation,
  ProbedSubnet,
  TargetExpectation,
  World,
} from '../../lib/lab/worlds/world.ts';

/** The stack's private subnets, each in its Availability Zone. */
const SUBNETS: readonly (ProbedSubnet & { readonly name: string })[] = [
  { name: 'first subnet', availabilityZone: 'us-west-2a' },
  { name: 'second subnet', availabilityZone: 'us-west-2b' },
];

const BASELINE = 'as-synthesized';

export function reportedIn(world: World): string[] {
  const [first = [], second = []] = SUBNETS.map((subnet) => reportedFrom(world, subnet));
  const isSame = first.join() === second.join();
  const lines = isSame
    ? first
    : SUBNETS.map(({ name }, index) => `${name}: ${asBaseline([first, second][index] ?? []).join('; ')}`);
  return asBaseline([...lines, ...furtherTargets(world), ...inbound(world)]);
}

function asBaseline(lines: readonly string[]): string[] {
  return lines.length > 0 ? [...lines] : [`as in \`${BASELINE}\``];
}

function reportedFrom(world: World, subnet: ProbedSubnet): string[] {
  return [...targets(world, subnet), ...controls(world, subnet)];
}

function targets({ name, expectTarget }: World, subnet: ProbedSubnet): string[] {
  const differing = TARGET_IDS.filter(
    (id) => name === BASELINE || inWords(expectTarget(id, subnet)) !== inWords(healthy(id)),
  );
  const groups = Map.groupBy(differing, (id) => inWords(expectTarget(id, subnet)));
  return [...groups].map(([words, ids]) => `${named(ids, TARGET_IDS)}: ${words}`);
}

/** With links to the causes. */
function inWords(expectation: TargetExpectation): string {
  const { cause } = expectation;
  const words = expectationInWords(expectation);
  return cause === null
    ? words
    : words.replace(cause, `[${cause}](troubleshooting.md#${cause.toLowerCase()})`);
}

function controls({ expectControls = controlsBlocked }: World, subnet: ProbedSubnet): string[] {
  const all = [...TARGET_IDS, CONTROL_HOST];
  const groups = Map.groupBy(all, (id) => controlInWords(expectControls(id, subnet)));
  return [...groups].flatMap(([words, ids]) =>
    words === null
      ? []
      : [`IPv4 controls${ids.length === all.length ? '' : ` of ${named(ids, all)}`}: ${words}`],
  );
}

/** Null for a control that is blocked, as it should be. */
function controlInWords({ succeeded, meaningful }: ControlExpectation): string | null {
  if (succeeded) return 'answered';
  return meaningful ? null : 'blocked, which proves nothing';
}

/** The targets, or all except the few that are not among them. */
function named(ids: readonly string[], all: readonly string[]): string {
  const others = all.filter((id) => !ids.includes(id));
  const list = (some: readonly string[]) => some.map((id) => `\`${id}\``).join(', ');
  if (ids.length <= all.length / 2) return list(ids);
  return others.length === 0 ? 'all targets' : `all targets except ${list(others)}`;
}

const MUST: Readonly<Record<Expectation, string>> = {
  reached: 'must be reached',
  'not-reached': 'must not be reached',
  'vpc-endpoint': 'must go through a VPC endpoint',
  any: 'may be reached or not',
};

function furtherTargets({ targets: further = [] }: World): string[] {
  const groups = Map.groupBy(further, ({ expect = 'reached' }) => MUST[expect]);
  return [...groups].map(([must, group]) => `${group.map(({ name }) => `\`${name}\``).join(', ')}: ${must}`);
}

function inbound({ expectInbound = false }: World): string[] {
  return expectInbound ? ['a connection from the internet arrives at the function'] : [];
}
