/** The scene of a report: each target's way from each subnet that tried it, and that of today over IPv4. Pure. */
import { isWayOut } from '../../../../lambda/report/judge/judge-control.ts';
import type { Report, Run, Target } from '../../../../lambda/report/report-schema.ts';
import type { DrawnNetwork, DrawnSubnet } from '../../inputs/network.ts';
import { expectedInWords, targetInWords } from '../../outcome-in-words.ts';
import { lookOf, worstLook } from '../look.ts';
import type { Row } from '../rows.ts';
import type { Journey, Scene } from './scene.ts';
import { type Stops, stopsIn } from './stops.ts';

export function reportScene({ runs }: Report, rows: readonly Row[], network: DrawnNetwork): Scene {
  const subnets = new Map(network.subnets.map((subnet) => [subnet.id, subnet]));
  const stops = stopsIn(network, runs[0]?.region ?? '');
  const places = runs.map((run, index) => placeOf(run, subnets.get(subnetIdOf(run, index)), stops));
  return {
    network,
    probed: new Set(runs.map(subnetIdOf)),
    targets: rows.map(({ id, results }) => ({
      name: id,
      look: worstLook(results.values()),
      said: [...new Set([...results.values()].map(inWords))].join('; '),
    })),
    journeys: rows.flatMap(({ results }, target) =>
      [...results].flatMap(([run, result]) => journeysOf(target, result, places[run] ?? null)),
    ),
  };
}

/** The one that the report's own network gives a run without one. */
function subnetIdOf({ network }: Run, index: number): string {
  return network.subnetId ?? `subnet ${index + 1}`;
}

function inWords(target: Target): string {
  const { cause } = target;
  return cause && expectedInWords(target) === null ? cause.code : targetInWords(target);
}

/** Where a run was, and what a way from there may pass. */
interface Place {
  readonly subnet: DrawnSubnet;
  readonly stops: Stops;
  /** Where `::/0` leads: by the subnet's own routes where they are known, else by the run. */
  readonly declared: string | null;
  /** The ids of what answered over IPv4. */
  readonly carried: ReadonlySet<string>;
}

/** Null where the picture has no such subnet. */
function placeOf({ network, controls }: Run, subnet: DrawnSubnet | undefined, stops: Stops): Place | null {
  if (!subnet) return null;
  const declared = subnet.routes === null ? network.route.gateway : stops.ofIpv6(subnet);
  return { subnet, stops, declared, carried: new Set(controls.filter(isWayOut).map(({ id }) => id)) };
}

function journeysOf(target: number, result: Target, place: Place | null): Journey[] {
  if (!place) return [];
  const nat = place.carried.has(result.id) ? place.stops.ofNat(place.subnet) : [];
  const base = { target, from: place.subnet.id };
  const own: Journey = { ...base, look: lookOf(result).name, ...wayOf(result, place) };
  return nat.length === 0 ? [own] : [{ ...base, look: 'today', stops: nat, broken: null }, own];
}

function wayOf(target: Target, place: Place): Pick<Journey, 'stops' | 'broken'> {
  if (target.path !== 'none') return { stops: stopsTo(target, place), broken: null };
  const { declared } = place;
  return {
    stops: declared !== null && wasSent(target) ? [declared] : [],
    broken: target.cause?.code ?? '',
  };
}

function stopsTo({ path, attempts }: Target, { subnet, stops, declared }: Place): readonly string[] {
  switch (path) {
    case 'eigw':
      return [declared?.startsWith('eigw-') ? declared : stops.ofKind('eigw-', subnet)];
    case 'igw':
      return [declared?.startsWith('igw-') ? declared : stops.ofKind('igw-', subnet)];
    case 'vpc-endpoint':
      return [stops.ofEndpoint(attempts.find((each) => each.path === path)?.operations.at(-1)?.host ?? null)];
    case 'nat64':
      return orElse(stops.ofNat64(subnet), 'nat-');
    case 'ipv4':
      return orElse(stops.ofIpv4(subnet), UNKNOWN);
    default:
      return [declared ?? UNKNOWN];
  }
}

/** The id of a gateway of which not even the kind is known. */
const UNKNOWN = '';

function orElse(stops: readonly string[], gateway: string): readonly string[] {
  return stops.length === 0 ? [gateway] : stops;
}

/** Whether a packet left at all: if so the way ends at the gateway, else at the subnet. */
function wasSent({ attempts }: Target): boolean {
  const error = attempts.find(({ mode }) => mode === 'ipv6')?.operations.at(-1)?.error;
  return error?.phase !== 'resolve' && error?.code !== 'ENETUNREACH';
}
