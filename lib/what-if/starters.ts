/** Where a definition runs: the services, rules and schedules of a task definition, the groups of a launch template. Pure. */
import type { Model } from '../lab/template/model.ts';
import { allReferencesIn, referencesIn } from '../lab/template/references.ts';
import type { Template } from '../lab/template/template.ts';
import { STARTER_TYPES } from '../targets/workloads/launches.ts';

/** @returns the given logical ids, and those of the placed workloads that refer to one of them */
export function withStarters(
  ids: readonly string[],
  { model, template }: { readonly model: Model; readonly template: Template },
): string[] {
  // A function that names a task definition starts tasks that stand elsewhere.
  const starters = model.workloads.filter(({ kind }) => kind !== 'function');
  const own = starters.filter(({ logicalId }) => {
    const names = referencesIn(template.Resources[logicalId]?.Properties ?? {}, () => undefined);
    return names.some((name) => ids.includes(name));
  });
  return [...new Set([...ids, ...own.map(({ logicalId }) => logicalId)])];
}

/** The logical ids of what starts tasks of the definition, wherever it does. */
export function startersOf(definition: string, { Resources }: Template): string[] {
  return Object.entries(Resources)
    .filter(
      ({ 1: { Type, Properties } }) =>
        STARTER_TYPES.includes(Type) && allReferencesIn(Properties).includes(definition),
    )
    .map(([logicalId]) => logicalId);
}
