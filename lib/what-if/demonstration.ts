/** What is tried where nothing was found or named: a service of AWS with a gateway endpoint, one without, and an echo. Pure. */
import type { WantedTarget } from './asked-targets.ts';

export function demonstrationTargets(region: string): WantedTarget[] {
  return [
    `https://s3.${region}.amazonaws.com`,
    `https://sts.${region}.amazonaws.com`,
    `https://dynamodb.${region}.amazonaws.com`,
    'https://ifconfig.me',
  ].map((url) => ({ url, caller: 'code', foundIn: [], workloads: [], isAssumed: true }));
}
