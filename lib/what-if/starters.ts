/** Where a definition runs: the services, rules and schedules of a task definition, the groups of a launch template. Pure. */
import type { Model } from '../lab/template/model.ts';
import { referencesIn } from '../lab/template/references.ts';
import type { Template } from '../lab/template/template.ts';

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
