/** Whether the policies of VPC endpoints let an image's pull through: packets do not show it. Pure. */
import { gatewayTo } from '../../lambda/report/judge/path.ts';
import { layerBucket } from '../../lambda/report/pulls/ecr-hosts.ts';
import type { Run } from '../../lambda/report/report-schema.ts';
import { partitionOf } from '../region.ts';
import type { CodeWays, Way } from '../report/inputs/what-if.ts';
import type { AskedTarget } from './asked-targets.ts';
import { ecrImageIn } from './ecr-images.ts';
import type { Call, PolicedEndpoint } from './policed-endpoint.ts';
import { codeWays, type RoutedRun, unchangedWay } from './ways.ts';

/** As `unchangedWay`, unless an endpoint's policy stops the call. */
export function allowedWay(target: AskedTarget, routed: RoutedRun): Way {
  return pastPolicy(unchangedWay(target, routed), target, target.asIs, routed);
}

/** As `codeWays`, unless an endpoint's policy stops the call. */
export function allowedWays(target: AskedTarget, routed: RoutedRun | undefined): CodeWays {
  const { unchanged, dualStack } = codeWays(target, routed);
  if (routed === undefined) return { unchanged, dualStack };
  return {
    unchanged: pastPolicy(unchanged, target, target.asIs, routed),
    dualStack: dualStack && pastPolicy(dualStack, target, target.dualStack ?? target.asIs, routed),
  };
}

function pastPolicy(way: Way, target: AskedTarget, id: string, routed: RoutedRun): Way {
  if (way !== 'vpc-endpoint') return way;
  const objection = objectionTo(target, id, routed);
  if (objection === null) return way;
  return objection.decision === 'deny' ? 'none' : 'unknown';
}

export interface Objection {
  readonly endpoint: PolicedEndpoint;
  readonly call: Call;
  readonly decision: 'deny' | 'unknown';
}

/** @param id the target's id in the run: its own name, or its dual-stack name */
export function objectionTo(target: AskedTarget, id: string, routed: RoutedRun): Objection | null {
  const needed = neededCalls(target);
  const objections = (routed.policies ?? [])
    .filter(({ service }) => service === needed?.service)
    .filter((endpoint) => leadsTo(endpoint, id, routed))
    .flatMap((endpoint) =>
      (needed?.calls ?? []).flatMap((call): Objection[] => {
        const decision = endpoint.decide(call);
        return decision === 'allow' ? [] : [{ endpoint, call, decision }];
      }),
    );
  return objections.find(({ decision }) => decision === 'deny') ?? objections[0] ?? null;
}

interface Needed {
  readonly service: string;
  readonly calls: readonly Call[];
}

/** What a pull calls (Amazon ECR User Guide, "Amazon ECR interface VPC endpoints": endpoint policies, the S3 gateway endpoint). */
function neededCalls({ asIs, caller }: AskedTarget): Needed | null {
  const image = ecrImageIn(asIs);
  if (image) {
    const { account, region, repository } = image;
    const resource = `arn:${partitionOf(region).name}:ecr:${region}:${account}:repository/${repository}`;
    const actions = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
    return { service: 'ecr.dkr', calls: actions.map((action) => ({ action, resource })) };
  }
  if (caller !== 'code' && /^https:\/\/api\.ecr\./.test(asIs))
    return { service: 'ecr.api', calls: [{ action: 'ecr:GetAuthorizationToken', resource: '*' }] };
  const region = /^https:\/\/prod-([a-z0-9-]+)-starport-layer-bucket\.s3\./.exec(asIs)?.[1];
  if (region === undefined) return null;
  const resource = `arn:${partitionOf(region).name}:s3:::${layerBucket(region)}/*`;
  return { service: 's3', calls: [{ action: 's3:GetObject', resource }] };
}

function leadsTo({ id, addresses }: PolicedEndpoint, target: string, { run, route }: RoutedRun): boolean {
  return addressesFor(target, run).some(
    (address) => addresses.includes(address) || gatewayTo(address, route) === id,
  );
}

/** Those that the target's names resolved to, whether or not they answered. */
export function addressesFor(id: string, { targets, controls }: Pick<Run, 'targets' | 'controls'>): string[] {
  const operations = targets
    .filter((each) => each.id === id)
    .flatMap(({ attempts }) => attempts.flatMap((attempt) => attempt.operations));
  const answers = operations.flatMap(({ dns, remoteAddress }) => [
    ...(dns?.a ?? []),
    ...(dns?.aaaa ?? []),
    ...(remoteAddress === null ? [] : [remoteAddress]),
  ]);
  return [...answers, ...controls.filter((each) => each.id === id).flatMap((each) => each.remoteAddresses)];
}
