/** Invokes the probes of several Regions' stacks at the same time and makes one report of their answers. */

import { reportOf } from '../../lambda/report/judge/summary.ts';
import { quote } from '../../lambda/report/plain-text.ts';
import { regionalStackName } from '../../lambda/report/stack-contract.ts';
import { UserError } from '../user-error.ts';
import type { Place } from './place.ts';
import { type ProbeOptions, type ProbeOutcome, probeStack } from './probe-stack.ts';

interface RegionsOutcome extends ProbeOutcome {
  /** Why a Region is missing from the report, one sentence each. */
  readonly missing: readonly string[];
}

/** Where a Region's stack is, where each Region has its own. */
export function placeIn(region: string, { stackName, profile }: Place): Place {
  return { stackName: regionalStackName(stackName, region), region, profile };
}

/**
 * The stack of one Region, by the Regions of the settings, each of which has a stack with its own name.
 * @param regions null where the settings have none
 * @throws UserError for another Region
 */
export function placeAmong(regions: readonly string[] | null, place: Place): Place {
  if (regions === null) return place;
  if (regions.includes(place.region)) return placeIn(place.region, place);
  throw new UserError(
    `natless.regions in cdk.json is ${quote(regions)}, without ${place.region}: choose one of them with --region`,
  );
}

/** A Region's report is worth having without the others. @throws UserError where no Region answered */
export async function probeRegions(
  places: readonly Place[],
  options: Omit<ProbeOptions, 'place'>,
): Promise<RegionsOutcome> {
  const outcomes = await Promise.all(places.map((place) => probeOne(place, options)));
  const answered = outcomes.flatMap(({ outcome }) => outcome ?? []);
  const missing = outcomes.flatMap(({ problem }) => problem ?? []);
  if (answered.length === 0) throw new UserError(missing.join('\n'));
  return {
    report: reportOf(answered.flatMap(({ report }) => report.runs)),
    notes: answered.flatMap(({ notes }) => notes),
    missing,
  };
}

interface RegionOutcome {
  readonly outcome?: ProbeOutcome;
  readonly problem?: string;
}

async function probeOne(place: Place, options: Omit<ProbeOptions, 'place'>): Promise<RegionOutcome> {
  const progress = (step: string) => options.progress(`${place.region}: ${step}`);
  try {
    return { outcome: await probeStack({ ...options, place, progress }) };
  } catch (error) {
    if (error instanceof UserError) return { problem: error.message };
    throw error;
  }
}
