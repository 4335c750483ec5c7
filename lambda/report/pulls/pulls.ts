/** What the pulls mean: would a Fargate task's image be pulled, would an EKS node join and pull? Pure. */

import { isWayOut } from '../judge/judge-control.ts';
import { publicOnly } from '../public-address.ts';
import { isOffered, OFFERS_READ } from '../regions/offers.ts';
import type { Control, PullNeed, Pulls, Run, Target } from '../report-schema.ts';
import { dualStackId, type PullHost } from './pull-targets.ts';

/** ECS calls these for a pull, and so does containerd on a node. */
const PULL = ['ecr-api', 'ecr-registry', 'ecr-layers', 'ecr-image'] as const;

/** Absent where the stack has no image of its own. */
const OPTIONAL: readonly PullHost[] = ['ecr-image'];
const JOIN = ['ec2-api', 'sts-api', 'eks-api', ...PULL, 'eks-add-ons'] as const;

/** @returns undefined for a run that tried no pulls */
export function pullsOf(
  { region, targets, controls }: Pick<Run, 'region' | 'targets' | 'controls'>,
  imageName: string,
): Pulls | undefined {
  const needs = new Map(JOIN.map((id) => [id, needOf(id, targets)]));
  const ofIds = (ids: readonly PullHost[]) => ids.flatMap((id) => needs.get(id) ?? []);
  if (JOIN.some((id) => !OPTIONAL.includes(id) && !needs.get(id))) return undefined;
  return {
    image: imageName,
    fargateIpv6Only: fargateIpv6Only(region, ofIds(PULL)),
    fargateDualStack: fargateDualStack(targets, controls),
    eksNode: summarizeNeeds(ofIds(JOIN), EKS_YES),
  };
}

type PullSummary = Pulls['eksNode'];

function fargateIpv6Only(region: string, needs: readonly PullNeed[]): PullSummary {
  const summary = summarizeNeeds(needs, 'name the image as above');
  const offered = isOffered('fargateIpv6Only', region);
  if (offered === false) return { answer: 'no', explanation: `${NOT_THERE} ${region}`, needs: [...needs] };
  if (offered === true || summary.answer === 'no') return summary;
  const explanation = `the documentation read in ${OFFERS_READ} does not say whether Fargate runs tasks in IPv6-only subnets in ${region}: ask AWS, or try a task`;
  return { answer: 'unknown', explanation, needs: [...needs] };
}

const NOT_THERE = `by AWS's documentation (read in ${OFFERS_READ}) Fargate does not run tasks in IPv6-only subnets in`;

/** What a probe reaches does not change it: AWS fetches the image for the task, over the task's own interface. */
function fargateDualStack(targets: readonly Target[], controls: readonly Control[]): PullSummary {
  if (controls.some(isWayOut))
    return { answer: 'yes', explanation: 'over IPv4, which has a way out', needs: [] };
  if (PULL.some((id) => targets.some((target) => target.id === id && leadsInside(target))))
    return {
      answer: 'unknown',
      explanation: `AWS may pull over IPv4 through endpoints: ${NOT_FOLLOWED}`,
      needs: [],
    };
  const explanation =
    "AWS fetches image, secrets and parameters over IPv4 there, whatever the image's name (aws/containers-roadmap#2641, #2792)";
  return { answer: 'no', explanation, needs: [] };
}

const EKS_YES =
  'name images as above, those of add-ons too, and have nodeadm call AWS by dual-stack names (spec.instance.environment.default: AWS_USE_DUALSTACK_ENDPOINT=true); no public report of such a node was found';

const NOT_FOLLOWED = 'the probe does not follow names that lead into the VPC, as those of endpoints do';

/** One need that nothing answers makes it a no; one that could not be decided leaves it open. */
function summarizeNeeds(needs: readonly PullNeed[], how: string): PullSummary {
  const missing = needs.filter(({ reachedBy }) => reachedBy === 'none');
  if (missing.length > 0) {
    const explanation = `not reached over IPv6: ${withCauses(missing)}`;
    return { answer: 'no', explanation, needs: [...needs] };
  }
  const undecided = needs.filter(({ reachedBy }) => reachedBy === 'unknown');
  if (undecided.length > 0) {
    const explanation = `undecided for ${withCauses(undecided)}; ${NOT_FOLLOWED}`;
    return { answer: 'unknown', explanation, needs: [...needs] };
  }
  return { answer: 'yes', explanation: how, needs: [...needs] };
}

function withCauses(needs: readonly PullNeed[]): string {
  return needs.map(({ id, cause }) => `${id} (${cause})`).join(', ');
}

/** The default name comes first: it needs no change to the code. */
function needOf(id: PullHost, targets: readonly Target[]): PullNeed | null {
  const byDefault = targets.find((target) => target.id === id);
  const byDualStack = targets.find((target) => target.id === dualStackId(id));
  if (!byDefault || !byDualStack) return null;
  const reached = [byDefault, byDualStack].find((target) => target.reached && target.verdict === 'pass');
  const decisive = reached ?? byDualStack;
  return {
    id,
    reachedBy: nameThatWorks(reached, byDefault, byDualStack),
    host: hostOf(decisive),
    cause: decisive.cause?.code ?? null,
  };
}

function nameThatWorks(
  reached: Target | undefined,
  byDefault: Target,
  byDualStack: Target,
): PullNeed['reachedBy'] {
  if (reached) return reached === byDefault ? 'default-name' : 'dual-stack-name';
  // A host that was reached but not witnessed, or that denied the call, does not keep a pull from IPv6.
  const isUndecided = byDualStack.reached || byDualStack.verdict === 'inconclusive';
  return isUndecided || [byDefault, byDualStack].some(leadsInside) ? 'unknown' : 'none';
}

/** Documentation's addresses, which the lab's hosts have, lead into no VPC. */
const refusalOf = publicOnly({ vpcCidrBlocks: [], routes: null, inLab: true });

/** Whether its name leads into the VPC, as an endpoint's private DNS does: a pull would go there, the probe does not. */
function leadsInside({ path, cause, attempts }: Target): boolean {
  const { dns } = attempts[0].operations.at(-1) ?? {};
  const addresses = [...(dns?.a ?? []), ...(dns?.aaaa ?? [])];
  return (
    path === 'vpc-endpoint' ||
    cause?.code === 'TargetRefused' ||
    addresses.some((address) => refusalOf(address))
  );
}

function hostOf({ attempts }: Target): string {
  return attempts[0].operations.at(-1)?.host ?? '';
}
