/** Lambda functions, AWS SAM's included. One from an image is pulled by Lambda itself, not through the VPC. */
import type { Stack, StackResource } from '../../lab/template/stack.ts';
import { type Finding, gapAt } from '../finding.ts';
import { grantFindings } from '../iam/grant-findings.ts';
import { isLambdasOwn } from '../iam/managed-policies.ts';
import { samGrants } from '../iam/sam-policies.ts';
import { mapIn, readerOf } from '../read-value.ts';
import type { RawValue, Workload } from './workload.ts';

const TYPES = ['AWS::Lambda::Function', 'AWS::Serverless::Function'];

export interface Functions {
  readonly inVpc: readonly Workload[];
  /** The logical ids of those without a VpcConfig. */
  readonly outside: readonly string[];
}

export function functionsIn(stack: Stack): Functions {
  const all = TYPES.flatMap((type) => stack.resourcesOfType(type));
  const inVpc = all.filter((resource) => isInVpc(stack, resource));
  return {
    inVpc: inVpc.map((resource) => functionWorkload(stack, resource)),
    outside: all.filter((resource) => !inVpc.includes(resource)).map(({ logicalId }) => logicalId),
  };
}

const NO_ROLE =
  'it is not there, though every function has one, so that what it allows is not known: name the hosts with --target';

/** By the function's logical id; without those from an image, and those whose runtime cannot be read. */
export function runtimesIn(stack: Stack): ReadonlyMap<string, string> {
  const read = TYPES.flatMap((type) => stack.resourcesOfType(type)).map((resource) => {
    const runtime = readerOf(stack, resource).read(resource.resource.Properties?.Runtime ?? null);
    return [resource.logicalId, 'value' in runtime ? runtime.value : null] as const;
  });
  return new Map(read.flatMap(([id, value]) => (typeof value === 'string' ? [[id, value]] : [])));
}

/** Where it cannot be read, the function counts as one in the VPC. */
function isInVpc(stack: Stack, resource: StackResource): boolean {
  const reader = readerOf(stack, resource);
  const config = reader.chosen(resource.resource.Properties?.VpcConfig);
  const subnets = reader.items(mapIn(config).SubnetIds ?? null);
  if (subnets) return subnets.length > 0;
  const read = reader.read(config);
  return 'problem' in read || (read.value ?? null) !== null;
}

function functionWorkload(stack: Stack, resource: StackResource): Workload {
  const { Role, Environment } = resource.resource.Properties ?? {};
  return {
    resource,
    isFunction: true,
    fetchedBy: 'code',
    roles: Role === undefined ? [] : [{ where: 'Role', name: 'Role', raw: Role }],
    ...variablesOf(stack, resource, Environment),
    images: [],
  };
}

function variablesOf(
  stack: Stack,
  resource: StackResource,
  raw: unknown,
): Pick<Workload, 'environments' | 'findings'> {
  const reader = readerOf(stack, resource);
  const variables = reader.chosen(mapIn(reader.chosen(raw)).Variables);
  const environment = Object.entries(mapIn(variables)).map(
    ([name, value]): RawValue => ({ where: `Environment.${name}`, name, raw: value }),
  );
  return { environments: [environment], findings: withoutRole(stack, resource) };
}

/** Every function has a role: SAM makes one of its `Policies`, unless it names one. */
function withoutRole(stack: Stack, resource: StackResource): Finding[] {
  const { logicalId, type } = resource;
  const { Role, Policies } = resource.resource.Properties ?? {};
  if (Role !== undefined) return [];
  if (type !== 'AWS::Serverless::Function')
    return [gapAt({ logicalId, where: 'Role' }, 'unreadable', NO_ROLE)];
  const grants = samGrants(Policies, readerOf(stack, resource));
  if (!grants) return [gapAt({ logicalId, where: 'Policies' }, 'unreadable', 'they cannot be read')];
  return grants.flatMap((grant) => grantFindings(grant, stack.region, isLambdasOwn));
}
