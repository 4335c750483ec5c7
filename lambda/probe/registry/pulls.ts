/** What a rehearsal means: would a Fargate task's image be pulled, would an EKS node join and pull? Pure. */
import { FARGATE_WITHOUT_IPV6_ONLY, type PullAnswer } from '../contract.ts';
import { isWayOut } from '../judge/judge-control.ts';
import type { Control, PullNeed, Pulls, Run, Target } from '../report-schema.ts';
import { dualStackId, type Rehearsed } from './rehearsal.ts';

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
    fargateDualStack: fargateDualStack(controls),
    eksNode: eksNode(ofIds(JOIN)),
  };
}

type Summary = Pulls['eksNode'];

function fargateIpv6Only(region: string, needs: readonly PullNeed[]): Summary {
  if (!FARGATE_WITHOUT_IPV6_ONLY.includes(region)) return summary(needs, 'name the image as above');
  const why = `Fargate runs nothing in IPv6-only subnets in ${region}, says its documentation`;
  return { would: 'no', why, needs: [...needs] };
}

/** Nothing that a probe reaches changes it: AWS fetches the image for the task, over the task's own interface. */
function fargateDualStack(controls: readonly Control[]): Summary {
  if (controls.some(isWayOut)) return { would: 'yes', why: 'over IPv4, which has a way out', needs: [] };
  const why =
    "AWS fetches image, secrets and parameters over IPv4 there, whatever the image's name (aws/containers-roadmap#2641, #2792)";
  return { would: 'no', why, needs: [] };
}

const EKS_YES =
  "name images as above, the add-ons' too, and have nodeadm call AWS by dual-stack names (spec.instance.environment.default: AWS_USE_DUALSTACK_ENDPOINT=true); no public report of such a node was found";

function eksNode(needs: readonly PullNeed[]): Summary {
  return summary(needs, EKS_YES);
}

/** A need that nothing answers decides; where nobody could tell, neither can this. */
function summary(needs: readonly PullNeed[], how: string): Summary {
  const missing = needs.filter(({ way }) => way === 'none');
  if (missing.length > 0) {
    const names = missing.map(({ id, cause }) => `${id} (${cause})`);
    return { would: 'no', why: `not reached over IPv6: ${names.join(', ')}`, needs: [...needs] };
  }
  const untold = needs.filter(({ way }) => way === 'unknown').map(({ id }) => id);
  if (untold.length > 0)
    return { would: 'unknown', why: `nobody could tell of ${untold.join(', ')}`, needs: [...needs] };
  return { would: 'yes' satisfies PullAnswer, why: how, needs: [...needs] };
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
  return byDualStack.verdict === 'inconclusive' ? 'unknown' : 'none';
}

function hostOf({ attempts }: Target): string {
  return attempts[0]?.operations.at(-1)?.host ?? '';
}
