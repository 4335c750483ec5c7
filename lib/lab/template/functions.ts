/** The functions of the workload that the template places in the VPC. */
import { join } from 'node:path';
import { z } from 'zod';
import { isObject } from './intrinsics.ts';
import type { LambdaFunction } from './model.ts';
import { flag, number, optionalText, text, textList, within } from './property-types.ts';
import { unreadError } from './read-each.ts';
import type { Stack, StackResource } from './stack.ts';
import { errorAt, unknownId } from './template-error.ts';
import type { FunctionWorkload, WorkloadContext } from './workload.ts';

/** Lambda's defaults. */
const DEFAULT_TIMEOUT_SECONDS = 3;
const DEFAULT_MEMORY_MEGABYTES = 128;

const functionSchema = z.object({
  /** For its check only: the name comes with the reference. */
  FunctionName: optionalText,
  Handler: optionalText,
  Runtime: optionalText,
  Role: text,
  Timeout: number.refine(...within(1, 900)).optional(),
  MemorySize: number.refine(...within(128, 10_240)).optional(),
  LoggingConfig: z.object({ LogGroup: optionalText }).optional(),
  Environment: z.object({ Variables: z.record(z.string(), text).optional() }).optional(),
  VpcConfig: z.object({
    SubnetIds: textList,
    SecurityGroupIds: textList,
    Ipv6AllowedForDualStack: flag,
  }),
});

/** Other functions are never evaluated: their code and role are often missing, and they do not change the network. */
export function buildFunctions(
  stack: Stack,
  { markedBy }: FunctionWorkload,
  context: WorkloadContext,
): LambdaFunction[] {
  return stack
    .resourcesOfType('AWS::Lambda::Function')
    .filter((resource) => hasVariable(resource, markedBy))
    .map((resource) => buildFunction(stack, resource, context));
}

function hasVariable({ resource }: StackResource, name: string): boolean {
  const environment = resource.Properties?.Environment;
  const variables = isObject(environment) ? environment.Variables : undefined;
  return isObject(variables) && Object.hasOwn(variables, name);
}

function buildFunction(
  stack: Stack,
  resource: StackResource,
  { assetRoot, subnets, securityGroups }: WorkloadContext,
): LambdaFunction {
  const properties = stack.read(resource, functionSchema);
  const { SubnetIds, SecurityGroupIds, Ipv6AllowedForDualStack } = properties.VpcConfig;
  requireKnownIds(stack, resource, 'SubnetIds', SubnetIds, subnets);
  requireKnownIds(stack, resource, 'SecurityGroupIds', SecurityGroupIds, securityGroups);
  const { Handler, Runtime } = properties;
  if (Handler === undefined || Runtime === undefined) {
    throw errorAt(
      resource,
      `it has no Handler or no Runtime: the lab does not run functions from container images`,
    );
  }
  const name = stack.refOf(resource.logicalId);
  return {
    logicalId: resource.logicalId,
    name,
    logGroupName: properties.LoggingConfig?.LogGroup ?? defaultLogGroup(name),
    handler: Handler,
    runtime: Runtime,
    codePath: join(assetRoot, assetOf(resource)),
    environment: properties.Environment?.Variables ?? {},
    timeoutSeconds: properties.Timeout ?? DEFAULT_TIMEOUT_SECONDS,
    memoryMegabytes: properties.MemorySize ?? DEFAULT_MEMORY_MEGABYTES,
    subnetIds: SubnetIds,
    securityGroupIds: SecurityGroupIds,
    ipv6AllowedForDualStack: Ipv6AllowedForDualStack ?? false,
    roleLogicalId: roleOf(stack, resource, properties.Role),
  };
}

/** The log group of a function without a LoggingConfig. */
export function defaultLogGroup(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

function requireKnownIds(
  stack: Stack,
  resource: StackResource,
  property: string,
  ids: readonly string[],
  known: readonly { readonly id: string }[],
): void {
  const unknown = ids.find((id) => !known.some((item) => item.id === id));
  if (ids.length > 0 && unknown === undefined) return;
  const unread = unknown === undefined ? undefined : unreadError(stack, unknown);
  if (unread) throw unread;
  const fault = unknown === undefined ? 'is empty' : `names "${unknown}", which the template does not have`;
  throw errorAt(resource, `VpcConfig.${property} ${fault}`);
}

/** CDK writes the asset's folder, relative to the template's, into the resource's metadata. */
function assetOf(resource: StackResource): string {
  const path = resource.resource.Metadata?.['aws:asset:path'];
  if (typeof path === 'string') return path;
  throw errorAt(
    resource,
    `its metadata has no aws:asset:path, so its code cannot be found: synthesize with asset metadata`,
  );
}

export function roleOf(stack: Stack, resource: StackResource, arn: string): string {
  const roles = stack.resourcesOfType('AWS::IAM::Role');
  const role = roles.find(({ logicalId }) => stack.attributeOf(logicalId, 'Arn') === arn);
  if (role) return role.logicalId;
  throw unknownId(resource, 'Role', arn, 'role');
}
