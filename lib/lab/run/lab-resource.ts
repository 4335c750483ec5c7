/** Resources of a template as the judge's sentences name them. Pure. */
import type { LabResource } from '../../../lambda/report/judge/facts.ts';

export interface NamedResource {
  readonly logicalId: string;
  readonly id: string;
  /** @default - it has no Name tag */
  readonly name?: string | null;
}

/** @param ids of those that are meant. @default - all */
export function named(resources: readonly NamedResource[], ids?: readonly string[]): LabResource[] {
  return resources.filter(({ id }) => ids?.includes(id) ?? true).map(labResource);
}

export function labResource({ logicalId, id, name = null }: NamedResource): LabResource {
  return { logicalId, id, name };
}
