/** What the judge may never conclude, whatever was observed: a sentence for each claim of a run that breaks a rule. */
import { isInside } from '../../../lambda/report/addresses.ts';
import type { Run, Target } from '../../../lambda/report/report-schema.ts';
import { isVpcBlock } from '../../../lambda/report/vpc-block.ts';

export function brokenRules(run: Run): string[] {
  return [...run.targets, ...run.witnesses].flatMap((target) =>
    Object.entries(RULES).flatMap(([rule, isKept]) => (isKept(target, run) ? [] : [`${target.id}: ${rule}`])),
  );
}

const RULES: Readonly<Record<string, (target: Target, run: Run) => boolean>> = {
  'a pass was reached, or took the path that was expected': ({ verdict, path, expect }) =>
    verdict !== 'pass' || path === 'eigw' || path === 'ipv6' || (path !== 'none' && path === expect),
  'a pass has a witness': ({ verdict, witness }) => verdict !== 'pass' || witness !== null,
  'a pass is what has no cause': ({ verdict, cause }) => (verdict === 'pass') === (cause === null),
  'IAM does not vouch for the source where a grant names a block that no VPC has': (
    { witness, path },
    { network },
  ) => witness !== 'iam' || path === 'vpc-endpoint' || network.vpcIpv6CidrBlocks.every(isVpcBlock),
  'an echo does not vouch where another, by the same declared route, saw a strange address over TLS': (
    { witness },
    run,
  ) => witness !== 'echo' || run.network.route.witness === 'ec2' || !isSeenFromElsewhere(run),
  'an echo does not vouch where the VPC has no known block': ({ witness }, { network }) =>
    witness !== 'echo' || network.vpcIpv6CidrBlocks.some(isVpcBlock),
};

function isSeenFromElsewhere({ targets, witnesses, network }: Run): boolean {
  const own = network.vpcIpv6CidrBlocks.filter(isVpcBlock);
  return [...targets, ...witnesses].some(({ attempts: [{ path, echo, operations }] }) => {
    const address = echo?.address ?? null;
    const isStrange = address !== null && !own.some((block) => isInside(address, block));
    return isStrange && path === 'ipv6' && operations.at(-1)?.phasesMs.tls !== null;
  });
}
