/** Groups the runs whose results are the same, so that each is shown once. Pure. */
import type { Control, Run, Target } from '../../lambda/report/report-schema.ts';
import { zoneOf } from './zone.ts';

/** In the order of the report; each group has at least one run. */
export function alikeRuns(runs: readonly Run[]): Run[][] {
  return [...Map.groupBy(runs, (run) => JSON.stringify(resultsOf(run))).values()];
}

/** What several runs that are alike are called. */
export function alikeInWords(alike: readonly Run[]): string {
  const zones = new Set(alike.map(zoneOf));
  return `${alike.length} ${zones.size === alike.length ? 'zones' : 'places'} alike`;
}

/** What a reader is shown of a run, without its place, its times and its numbers of packets. */
function resultsOf({ region, network, source, targets, demonstrations = [], controls, lab, pulls }: Run) {
  return [
    ...[region, network.route.gateway, network.route.witness, network.vpcIpv6CidrBlocks],
    ...[source.insideVpc, source.seenBy.map(({ target }) => target)],
    ...[targets.map(resultOf), demonstrations.map(resultOf), controls.map(controlOf)],
    ...[pulls ?? null, lab ? seenInLab(lab) : null],
  ];
}

function resultOf({ id, path, verdict, witness, expect, cause, warnings, advice, withoutNat }: Target) {
  const causes = [cause?.code, ...warnings.map(({ code }) => code)];
  return [id, path, verdict, witness, expect, causes, advice?.kind, withoutNat];
}

function controlOf({ id, kind, succeeded, meaningful, asExpected, unsent, cause }: Control) {
  return [id, kind, succeeded, meaningful, asExpected, unsent, cause?.code];
}

function seenInLab({ world, referee, inbound, hosts, workload, counters }: NonNullable<Run['lab']>) {
  const { kind, securityGroups, ipv6Allowed } = workload ?? {};
  const dropped = [
    counters.securityGroupDropped,
    counters.networkAclDropped,
    counters.blockPublicAccessDropped,
  ];
  return [
    ...[world, referee, inbound, hosts, kind, ipv6Allowed],
    ...[kind === 'own' ? null : securityGroups, dropped.map((packets) => packets > 0)],
  ];
}
