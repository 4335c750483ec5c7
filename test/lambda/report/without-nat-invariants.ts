/** What no answer about a network without NAT may claim, read from the evidence by rules of their own. */
import { isInside, parseBlock } from '../../../lambda/report/addresses.ts';
import type { RunFacts } from '../../../lambda/report/judge/facts.ts';
import type { Run, Target } from '../../../lambda/report/report-schema.ts';
import { isVpcBlock } from '../../../lambda/report/vpc-block.ts';

/** A sentence for each promise that a target's answer breaks. */
export function brokenPromises(run: Run, facts: RunFacts): string[] {
  return run.targets.flatMap((target) =>
    Object.entries(PROMISES).flatMap(([promise, isKept]) =>
      isKept(target, facts) ? [] : [`${target.id} ${target.withoutNat}: ${promise}`],
    ),
  );
}

const PROMISES: Readonly<Record<string, (target: Target, facts: RunFacts) => boolean>> = {
  'what works was seen to be reached past every NAT': (target, facts) =>
    !isFree(target) || target.attempts.some((attempt) => isPastNat(attempt, facts)),
  'what works as it is was reached by unchanged code': ({ withoutNat, attempts }, facts) =>
    withoutNat !== 'works' ||
    attempts.some((attempt) => attempt.mode !== 'ipv6' && isPastNat(attempt, facts)),
  'what was never answered does not work': (target) =>
    !isFree(target) || target.attempts.some(({ outcome }) => outcome !== 'none'),
  'what was cut off, refused or seen from elsewhere is unknown': ({ withoutNat, cause }) =>
    withoutNat === 'unknown' || !DOUBTFUL.includes(cause?.code ?? ''),
  'what breaks has no attempt that was whole and answered past NAT': ({ withoutNat, attempts }, facts) =>
    withoutNat !== 'breaks' ||
    attempts.length === 0 ||
    !attempts.every((attempt) => isPastNat(attempt, facts) && attempt.cause === null),
  'every answer has a reason': ({ withoutNat, withoutNatBecause }) =>
    withoutNat !== undefined && withoutNatBecause !== undefined && withoutNatBecause !== '',
};

const DOUBTFUL = ['CutOff', 'TargetRefused', 'SourceMismatch', 'WitnessDenied', 'UnknownToLab'];

function isFree({ withoutNat }: Target): boolean {
  return withoutNat === 'works' || withoutNat === 'works-with-change';
}

function isPastNat({ operations }: Target['attempts'][number], facts: RunFacts): boolean {
  return operations.length > 0 && operations.every(({ remoteAddress }) => isOutside(remoteAddress, facts));
}

/** By the longest prefix, found in another way than the judge finds it. */
function isOutside(address: string | null, facts: RunFacts): boolean {
  if (address === null) return false;
  const { vpcIpv4CidrBlocks, vpcIpv6CidrBlocks, route } = facts;
  const own = [...vpcIpv4CidrBlocks, ...vpcIpv6CidrBlocks].filter(isVpcBlock);
  if (own.some((block) => isInside(address, block))) return true;
  const matches = (route.routes ?? [])
    .flatMap(({ destinationCidrBlocks, gateway }) =>
      destinationCidrBlocks.map((block) => ({ block, gateway })),
    )
    .filter(({ block }) => isInside(address, block))
    .sort((one, other) => lengthOf(other.block) - lengthOf(one.block));
  const isIpv6 = address.includes(':');
  const gateway = matches[0]?.gateway ?? (isIpv6 ? route.gateway : null) ?? '';
  if (gateway === 'local' || gateway.startsWith('vpce-')) return true;
  return /^(?:eigw|igw)-/.test(gateway) && !address.startsWith('64:ff9b:');
}

function lengthOf(block: string): number {
  return parseBlock(block)?.length ?? -1;
}
