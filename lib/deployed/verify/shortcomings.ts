/** What a report of a real account still fails to show, a sentence each; none where everything is proved. Pure. */

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

/** A target that is expected to be reached must pass; one that need not be is held to its witness alone. */
function ofTarget({ id, path, verdict, witness, expect, asExpected, cause }: Target): string[] {
  const name = plainText(id);
  const why = plainText(cause ? `${cause.code}: ${cause.message}` : `path ${path}`);
  if (!asExpected) return [`${name} is not as expected (${why})`];
  if (expect === 'reached' && verdict !== 'pass') return [`${name} was reached and does not pass (${why})`];
  const isHeld = verdict === 'pass' || expect === 'vpc-endpoint';
  if (!isHeld || !isConditioned(id) || witness === 'iam') return [];
  return [`${name} was vouched for by ${witness ?? 'nobody'}, not by IAM`];
}

function ofControls({ controls }: Run): string[] {
  if (controls.length === 0) return ['no control was tried'];
  return controls.flatMap(ofControl);
}

function ofControl({ id, kind, succeeded, meaningful, asExpected }: Control): string[] {
  const name = `the ${kind} control of ${plainText(id)}`;
  // Through a VPC endpoint that was expected it may.
  if (succeeded && asExpected) return [];
  if (succeeded) return [`${name} succeeded, which it must not`];
  return meaningful ? [] : [`${name} was silent, and its silence means nothing`];
}
