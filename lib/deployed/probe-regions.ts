/** Asks the stacks of several Regions at the same time and makes one report of what they say. */

import { reportOf } from '../../lambda/report/judge/summary.ts';
import { regionalStackName } from '../../lambda/report/stack-contract.ts';
import { UserError } from '../user-error.ts';
import type { Place } from './place.ts';
import { type ProbeOptions, type ProbeOutcome, probeStack } from './probe-stack.ts';

export interface RegionsOutcome extends ProbeOutcome {
  /** Why a Region is missing from the report, a sentence each. */
  readonly missing: readonly string[];
}

/** Where the stack of a Region is, if a stack for each Region was deployed. */
export function placeIn(region: string, { stackName, profile }: Place): Place {
  return { stackName: regionalStackName(stackName, region), region, profile };
}

/** What one Region has to say is worth reading without the others. @throws UserError where none has anything to say */
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
