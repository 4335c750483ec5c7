/**
 * A name that does not exist. AWS's SDKs build names of endpoints that a Region does not have; any other missing name is a
 * wrong one. Pure.
 */
import { isInAwsDomain } from '../partitions.ts';
import type { Target } from '../report-schema.ts';

/** Labels of names in AWS's domains that belong to one resource: it decides whether they exist, not the Region. */
const RESOURCES: ReadonlySet<string> = new Set([
  ...['execute-api', 'lambda-url', 'elb', 'rds', 'cache', 'es', 'aoss'],
]);

export function isEndpointName(host: string): boolean {
  const [, ...labels] = host.split('.');
  return isInAwsDomain(host) && !labels.some((label) => RESOURCES.has(label));
}

export const CHECK_SPELLING =
  'there is no such name: check the spelling, and whether only a private hosted zone of another network has it';

/** Whether the target's name does not exist, and is not one that an SDK builds. */
export function isWrongName({
  cause,
  attempts: [{ operations }],
}: Pick<Target, 'cause' | 'attempts'>): boolean {
  const host = operations.at(-1)?.host;
  return cause?.code === 'NoSuchHost' && host !== undefined && !isEndpointName(host);
}
