/** The probe's functions that the template places in the VPC: any other is not the lab's to run. */
import { join } from 'node:path';
import { z } from 'zod';
import { ENV } from '../../../lambda/report/stack-contract.ts';
import type { LambdaFunction, SecurityGroup, Subnet } from './model.ts';
import { flag, number, optionalText, text, textList } from './property-types.ts';
import type { Stack, StackResource } from './stack.ts';
import { placeOf, TemplateError } from './template-error.ts';

/** Lambda's own defaults. */
const DEFAULT_TIMEOUT_SECONDS = 3;
const DEFAULT_MEMORY_MEGABYTES = 128;

const functionSchema = z.object({
  Handler: optionalText,
  Runtime: optionalText,
  Role: text,
  Timeout: number.optional(),
  MemorySize: number.optional(),
  LoggingConfig: z.object({ LogGroup: optionalText }).optional(),
  Environment: z.object({ Variables: z.record(z.string(), text).optional() }).optional(),
  VpcConfig: z.object({
    SubnetIds: textList,
    SecurityGroupIds: textList,
    Ipv6AllowedForDualStack: flag,
  }),
});

export interface FunctionSurroundings {
  readonly assetRoot: string;
  readonly subnets: readonly Subnet[];
  readonly securityGroups: readonly SecurityGroup[];
}

/** Of other functions nothing is evaluated: what they are made of is seldom there, and changes no network. */
export function buildFunctions(stack: Stack, surroundings: FunctionSurroundings): LambdaFunction[] {
  return stack
    .resourcesOfType('AWS::Lambda::Function')
    .filter(isProbe)
    .map((resource) => buildFunction(stack, resource, surroundings));
}

/** Every function of this project's stack has the variable, and nobody else's. */
function isProbe({ resource }: StackResource): boolean {
  const { Variables = {} } = (resource.Properties?.Environment ?? {}) as { Variables?: object };
  return Object.hasOwn(Variables, ENV.iamWitness);
}

function buildFunction(
  stack: Stack,
  resource: StackResource,
  { assetRoot, subnets, securityGroups }: FunctionSurroundings,
): LambdaFunction {
  const properties = stack.read(resource, functionSchema);
  const { SubnetIds, SecurityGroupIds, Ipv6AllowedForDualStack } = properties.VpcConfig;
  refuseUnknown(resource, 'SubnetIds', SubnetIds, subnets);
  refuseUnknown(resource, 'SecurityGroupIds', SecurityGroupIds, securityGroups);
  const { Handler, Runtime } = properties;
  if (Handler === undefined || Runtime === undefined) {
    throw new TemplateError(
      `${placeOf(resource)}: it has no Handler or no Runtime: the lab runs no container images`,
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

/** Where a function without a LoggingConfig writes. */
export function defaultLogGroup(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

function refuseUnknown(
  resource: StackResource,
  property: string,
  ids: readonly string[],
  known: readonly { readonly id: string }[],
): void {
  const stranger = ids.find((id) => !known.some((item) => item.id === id));
  if (ids.length > 0 && stranger === undefined) return;
  const fault = stranger === undefined ? 'is empty' : `names "${stranger}", which the template does not have`;
  throw new TemplateError(`${placeOf(resource)}: VpcConfig.${property} ${fault}`);
}

/** CDK writes the asset's folder, relative to the template's, into the resource's metadata. */
function assetOf(resource: StackResource): string {
  const path = resource.resource.Metadata?.['aws:asset:path'];
  if (typeof path === 'string') return path;
  throw new TemplateError(
    `${placeOf(resource)}: its metadata has no aws:asset:path, so its code cannot be found: synthesize with asset metadata`,
  );
}

export function roleOf(stack: Stack, resource: StackResource, arn: string): string {
  const roles = stack.resourcesOfType('AWS::IAM::Role');
  const role = roles.find(({ logicalId }) => stack.attributeOf(logicalId, 'Arn') === arn);
  if (role) return role.logicalId;
  throw new TemplateError(`${placeOf(resource)}: Role "${arn}" is none of the template's roles`);
}
