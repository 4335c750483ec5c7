/** What a rehearsal means: would a Fargate task's image be pulled, would an EKS node join and pull? Pure. */

import { isWayOut } from '../judge/judge-control.ts';
import { publicOnly } from '../public-address.ts';
import type { Control, PullNeed, Pulls, Run, Target } from '../report-schema.ts';
import { FARGATE_WITHOUT_IPV6_ONLY } from '../stack-contract.ts';
import { dualStackId, type Rehearsed } from './pull-targets.ts';

/** ECS pulls by these, and so does containerd on a node. */
const PULL = ['ecr-api', 'ecr-registry', 'ecr-layers', 'ecr-image'] as const;

/** Without an image of the account's own there is none to walk. */
const OPTIONAL: readonly Rehearsed[] = ['ecr-image'];
const JOIN = ['ec2-api', 'sts-api', 'eks-api', ...PULL, 'eks-add-ons'] as const;

/** @returns undefined for a run that rehearsed nothing */
export function pullsOf(
  { region, targets, controls }: Pick<Run, 'region' | 'targets' | 'controls'>,
  accountId: string | null,
): Pulls | undefined {
  const needs = new Map(JOIN.map((id) => [id, needOf(id, targets)]));
  const ofIds = (ids: readonly Rehearsed[]) => ids.flatMap((id) => needs.get(id) ?? []);
  if (JOIN.some((id) => !OPTIONAL.includes(id) && !needs.get(id))) return undefined;
  return {
    image: `${accountId ?? 'ACCOUNT'}.dkr-ecr.${region}.on.aws/REPOSITORY:TAG`,
    fargateIpv6Only: fargateIpv6Only(region, ofIds(PULL)),
    fargateDualStack: fargateDualStack(targets, controls),
    eksNode: summary(ofIds(JOIN), EKS_YES),
  };
}

type Summary = Pulls['eksNode'];

function fargateIpv6Only(region: string, needs: readonly PullNeed[]): Summary {
  if (!FARGATE_WITHOUT_IPV6_ONLY.includes(region)) return summary(needs, 'name the image as above');
  const why = `Fargate runs nothing in IPv6-only subnets in ${region}, says its documentation`;
  return { would: 'no', why, needs: [...needs] };
}

/** Nothing that a probe reaches changes it: AWS fetches the image for the task, over the task's own interface. */
function fargateDualStack(targets: readonly Target[], controls: readonly Control[]): Summary {
  if (controls.some(isWayOut)) return { would: 'yes', why: 'over IPv4, which has a way out', needs: [] };
  if (PULL.some((id) => targets.some((target) => target.id === id && leadsInside(target))))
    return { would: 'unknown', why: `AWS may pull over IPv4 by endpoints: ${NOT_FOLLOWED}`, needs: [] };
  const why =
    "AWS fetches image, secrets and parameters over IPv4 there, whatever the image's name (aws/containers-roadmap#2641, #2792)";
  return { would: 'no', why, needs: [] };
}

const EKS_YES =
  "name images as above, the add-ons' too, and have nodeadm call AWS by dual-stack names (spec.instance.environment.default: AWS_USE_DUALSTACK_ENDPOINT=true); no public report of such a node was found";

const NOT_FOLLOWED = 'names that lead into the VPC, as those of endpoints do, are not followed';

/** A need that nothing answers decides; where nobody could tell, neither can this. */
function summary(needs: readonly PullNeed[], how: string): Summary {
  const missing = needs.filter(({ way }) => way === 'none');
  if (missing.length > 0) {
    return { would: 'no', why: `not reached over IPv6: ${withCauses(missing)}`, needs: [...needs] };
  }
  const untold = needs.filter(({ way }) => way === 'unknown');
  if (untold.length > 0) {
    const why = `nobody could tell of ${withCauses(untold)}; ${NOT_FOLLOWED}`;
    return { would: 'unknown', why, needs: [...needs] };
  }
  return { would: 'yes', why: how, needs: [...needs] };
}

function withCauses(needs: readonly PullNeed[]): string {
  return needs.map(({ id, cause }) => `${id} (${cause})`).join(', ');
}

/** The default name first: with it nothing has to be changed. */
function needOf(id: Rehearsed, targets: readonly Target[]): PullNeed | null {
  const byDefault = targets.find((target) => target.id === id);
  const byDualStack = targets.find((target) => target.id === dualStackId(id));
  if (!byDefault || !byDualStack) return null;
  const reached = [byDefault, byDualStack].find((target) => target.reached && target.verdict === 'pass');
  const decisive = reached ?? byDualStack;
  return {
    id,
    way: wayOf(reached, byDefault, byDualStack),
    host: hostOf(decisive),
    cause: decisive.cause?.code ?? null,
  };
}

function wayOf(reached: Target | undefined, byDefault: Target, byDualStack: Target): PullNeed['way'] {
  if (reached) return reached === byDefault ? 'default-name' : 'dual-stack-name';
  // What was reached and not vouched for, or denied, is not what keeps a pull from IPv6.
  const isUntold = byDualStack.reached || byDualStack.verdict === 'inconclusive';
  return isUntold || [byDefault, byDualStack].some(leadsInside) ? 'unknown' : 'none';
}

const refusalOf = publicOnly([]);

/** To an address in the VPC, where an endpoint's private DNS may have it: whoever pulls goes there, and the probe does not. */
function leadsInside({ path, cause, attempts }: Target): boolean {
  const { dns } = attempts[0]?.operations.at(-1) ?? {};
  const addresses = [...(dns?.a ?? []), ...(dns?.aaaa ?? [])];
  return path === 'vpc-endpoint' || cause?.code === 'TargetRefused' || addresses.some(refusalOf);
}

function hostOf({ attempts }: Target): string {
  return attempts[0]?.operations.at(-1)?.host ?? '';
}
