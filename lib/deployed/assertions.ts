/** What must hold of a report from a real account, for natless itself to be verified there. Pure. */
import type { Report, Run } from '../../lambda/probe/report-schema.ts';

/** The targets whose grants hold only for requests from the VPC's IPv6 block: IAM must have vouched for them. */
const CONDITIONED = ['s3', 'dynamodb', 'dynamodb-account-id', 's3-vectors'];

/** What does not hold, a sentence each; empty when natless is verified. */
export function unverified({ runs, summary }: Report): string[] {
  return [
    ...(runs.length === 0 ? ['no probe reported'] : []),
    ...runs.flatMap((run) => inRun(run).map((sentence) => `${run.network.availabilityZone}: ${sentence}`)),
    ...(summary.asExpected ? [] : ['not everything is as expected']),
  ];
}

function inRun({ network, source, targets, controls }: Run): string[] {
  const { witness, gateway } = network.route;
  return [
    ...(witness === 'ec2' && gateway?.startsWith('eigw-')
      ? []
      : [`::/0 leads to ${gateway} (witness ${witness}), not to a looked-up egress-only internet gateway`]),
    ...(source.insideVpc ? [] : [`the source ${source.address} is not inside the VPC`]),
    ...targets
      .filter(({ expect, verdict }) => expect === 'reached' && verdict !== 'pass')
      .map(({ id, verdict, cause }) => `${id} is ${verdict}: ${cause?.code}: ${cause?.message}`),
    ...targets
      .filter(
        ({ id, verdict, witness: by }) => CONDITIONED.includes(id) && verdict === 'pass' && by !== 'iam',
      )
      .map(({ id, witness: by }) => `${id} was vouched for by ${by}, not by IAM`),
    ...controls
      .filter(({ succeeded, meaningful }) => succeeded || !meaningful)
      .map(
        ({ id, kind, succeeded }) =>
          `the ${kind} control of ${id} ${succeeded ? 'succeeded' : 'means nothing'}`,
      ),
  ];
}
