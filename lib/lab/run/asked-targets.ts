/** What a probe is asked to try, and what of it shows a stranger's network without being the user's. Pure. */
import type { Run, Target } from '../../../lambda/report/report-schema.ts';
import { UserError } from '../../user-error.ts';
import { type LabRequest, targetsIn } from '../session/request.ts';
import type { World } from '../worlds/world.ts';
import { FREE_TARGETS } from './start/add-probe.ts';

interface Asked {
  readonly event: LabRequest['event'];
  /** The ids of the targets that count in no sum. */
  readonly demonstrations: readonly string[];
}

interface Stack {
  /** Whether it is this project's. The probe that the lab adds to others can only try targets that need no resource. */
  readonly isOwn: boolean;
  /** The ids of the targets of its settings. */
  readonly settingsTargets: () => readonly string[];
}

/** @throws UserError where only the user's targets are asked for, and there are none */
export function askedTargets({ event, onlyMine }: LabRequest, world: World, stack: Stack): Asked {
  const wanted = Object.keys(event).length === 0 && world.targets ? { targets: world.targets } : event;
  if ('only' in wanted || 'pulls' in wanted) return { event: wanted, demonstrations: [] };
  const named = targetsIn(wanted).map(({ id }) => id);
  if (onlyMine) return { event: { ...wanted, only: mine(named, stack) }, demonstrations: [] };
  if (stack.isOwn) return { event: wanted, demonstrations: [] };
  return {
    event: { ...wanted, only: [...FREE_TARGETS, ...named] },
    // Where the user named none, the built-in ones are what is asked.
    demonstrations: named.length > 0 ? FREE_TARGETS : [],
  };
}

function mine(named: readonly string[], { isOwn, settingsTargets }: Stack): string[] {
  const ids = [...(isOwn ? settingsTargets() : []), ...named];
  if (ids.length > 0) return ids;
  throw new UserError(
    '--only-mine leaves out the built-in targets, and there are no others: add --target URL',
  );
}

/** The run with its demonstrations apart from its targets. */
export function withDemonstrations(run: Run, ids: readonly string[]): Run {
  if (ids.length === 0) return run;
  const isOne = ({ id }: Target) => ids.includes(id);
  const demonstrations = run.targets.filter(isOne).map((target) => ({ ...target, advice: null }));
  return { ...run, targets: run.targets.filter((target) => !isOne(target)), demonstrations };
}
