/** What a report from a real account does not prove, one sentence each; empty where it proves everything. Pure. */

import { isConditioned } from '../../../lambda/report/built-in-targets.ts';
import { plainText } from '../../../lambda/report/plain-text.ts';
import type { Control, Report, Run, Target } from '../../../lambda/report/report-schema.ts';

export function shortcomings({ runs }: Report): string[] {
  if (runs.length === 0) return ['no subnet was probed'];
  return runs.flatMap((run) =>
    [...ofRoute(run), ...run.targets.flatMap(ofTarget), ...ofControls(run)].map(
      (sentence) => `${plainText(run.network.availabilityZone ?? 'a subnet')}: ${sentence}`,
    ),
  );
}

function ofRoute({ network: { route } }: Run): string[] {
  const gateway = plainText(route.gateway ?? 'nowhere');
  if (route.witness === 'declared') return ['the route is only declared: EC2 did not confirm it'];
  return gateway.startsWith('eigw-')
    ? []
    : [`::/0 leads to ${gateway}, not to an egress-only internet gateway`];
}

/** A target that is expected to be reached must pass. For any other target that passes, only its witness is checked. */
function ofTarget({ id, path, verdict, witness, expect, asExpected, cause }: Target): string[] {
  const name = plainText(id);
  const why = plainText(cause ? `${cause.code}: ${cause.message}` : `path ${path}`);
  if (!asExpected) return [`${name} is not as expected (${why})`];
  if (expect === 'reached' && verdict !== 'pass') return [`${name} was reached and does not pass (${why})`];
  const isHeld = verdict === 'pass' || expect === 'vpc-endpoint';
  if (!isHeld || !isConditioned(id) || witness === 'iam') return [];
  return [
    witness === null
      ? `${name} has no witness, and IAM should be one`
      : `${name} was vouched for by ${witness}, not by IAM`,
  ];
}

function ofControls({ controls }: Run): string[] {
  if (controls.length === 0) return ['no control was tried'];
  return controls.flatMap(ofControl);
}

function ofControl({ id, kind, succeeded, meaningful, asExpected }: Control): string[] {
  const name = `the ${kind} control of ${plainText(id)}`;
  // It may succeed through an expected VPC endpoint.
  if (succeeded && asExpected) return [];
  if (succeeded) return [`${name} succeeded, and must not`];
  return meaningful ? [] : [`${name} was silent, and its silence means nothing`];
}
