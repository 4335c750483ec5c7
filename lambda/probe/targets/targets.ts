/** Which targets a run tries, and the code of the built-in ones: the type makes the table complete. */
import { builtInTarget, TARGET_IDS, type TargetId, targetsThrough } from '../../report/built-in-targets.ts';
import type { ProbeEnvironment } from '../environment.ts';
import type { ProbeEvent } from '../event.ts';
import { userTarget } from '../user-targets/user-target.ts';
import { bedrockRuntime } from './bedrock-runtime.ts';
import { dynamodb, dynamodbAccountId } from './dynamodb.ts';
import { ec2 } from './ec2.ts';
import { checkip, ifconfigMe } from './echo.ts';
import { s3 } from './s3.ts';
import { s3ListBuckets } from './s3-list-buckets.ts';
import { s3Vectors } from './s3-vectors.ts';
import { sts } from './sts.ts';
import type { ProbeTarget, TargetCode } from './target.ts';

const CODE: Readonly<Record<TargetId, TargetCode>> = {
  'ifconfig.me': ifconfigMe,
  checkip,
  s3,
  's3-list-buckets': s3ListBuckets,
  dynamodb,
  'dynamodb-account-id': dynamodbAccountId,
  's3-vectors': s3Vectors,
  'bedrock-runtime': bedrockRuntime,
  sts,
  ec2,
};

/** The target that finds the subnet's routes. */
export const ROUTE_WITNESS: TargetId = 'ec2';

/** Tried in every run, since the other targets are judged by what they answer. */
const WITNESSES: readonly TargetId[] = ['ifconfig.me', 'checkip', ROUTE_WITNESS];

/** The chosen targets (for null all that the stack has), in the order of the report: the user's come last. */
export function chooseTargets(
  { only, userTargets, settingsTargetIds }: ProbeEvent,
  environment: ProbeEnvironment,
): readonly ProbeTarget[] {
  const targets = [
    ...builtIn(TARGET_IDS, environment),
    ...userTargets.map((target) => userTarget(target, settingsTargetIds.includes(target.id))),
  ];
  if (only === null) return targets.filter(({ isDeployed }) => isDeployed?.(environment) ?? true);
  return targets.filter(({ id }) => only.includes(id));
}

/** The witnesses that are not among the chosen targets. */
export function furtherWitnesses(
  chosen: readonly ProbeTarget[],
  environment: ProbeEnvironment,
): readonly ProbeTarget[] {
  const further = WITNESSES.filter((witness) => chosen.every(({ id }) => id !== witness));
  return builtIn(further, environment);
}

/** A target of a service that the stack gave a VPC endpoint is expected to take it. */
function builtIn(ids: readonly TargetId[], { vpcEndpoints, region }: ProbeEnvironment): ProbeTarget[] {
  const carried = vpcEndpoints.flatMap(targetsThrough);
  return ids.map((id) => ({
    ...builtInTarget(id, region),
    ...(carried.includes(id) ? { expect: 'vpc-endpoint' as const } : {}),
    ...CODE[id],
  }));
}
