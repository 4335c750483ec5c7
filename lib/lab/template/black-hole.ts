/** A route whose target is gone. CloudFormation has no word for it: only the template of a described VPC has such routes. */
import type { Stack, StackResource } from './stack.ts';

const STATE = 'RouteState';

export const BLACK_HOLE: Readonly<Record<string, string>> = { [STATE]: 'blackhole' };

export function isBlackHole({ described }: Pick<Stack, 'described'>, { resource }: StackResource): boolean {
  return described !== null && resource.Metadata?.[STATE] === 'blackhole';
}
