/** What else of a template has interfaces in the VPC's subnets, without a probe in its place: what it reaches is not tried. */
import { UserError } from '../../user-error.ts';
import { type LazyValue, lazyProperties } from './lazy-value.ts';
import type { Subnet } from './model.ts';
import { optionalText, textList } from './property-types.ts';
import type { Stack, StackResource } from './stack.ts';
import { placeOf } from './template-error.ts';

/** Where each type names its subnets. Databases and load balancers are not among them: they call no one. */
const SUBNETS_IN: Readonly<Record<string, readonly string[]>> = {
  'AWS::AppRunner::VpcConnector': ['Subnets'],
  'AWS::Batch::ComputeEnvironment': ['ComputeResources', 'Subnets'],
  'AWS::CodeBuild::Project': ['VpcConfig', 'Subnets'],
  'AWS::EKS::FargateProfile': ['Subnets'],
  'AWS::EKS::Nodegroup': ['Subnets'],
  'AWS::EMR::Cluster': ['Instances', 'Ec2SubnetIds'],
  'AWS::Glue::Connection': ['ConnectionInput', 'PhysicalConnectionRequirements', 'SubnetId'],
  'AWS::MWAA::Environment': ['NetworkConfiguration', 'SubnetIds'],
  'AWS::SageMaker::NotebookInstance': ['SubnetId'],
};

export function noteOtherWorkloads(stack: Stack, subnets: readonly Pick<Subnet, 'id'>[]): void {
  const here = Object.entries(SUBNETS_IN).flatMap(([type, path]) =>
    stack.resourcesOfType(type).filter((resource) => standsIn(subnets, resource, { stack, path })),
  );
  if (here.length === 0) return;
  stack.note(
    `no probe stands in for ${here.map(placeOf).join(', ')}: the lab does not know what address and which groups it has, so what it reaches is not tried`,
  );
}

interface Reading {
  readonly stack: Stack;
  readonly path: readonly string[];
}

/** One whose subnets cannot be read may be in any. */
function standsIn(
  subnets: readonly Pick<Subnet, 'id'>[],
  resource: StackResource,
  { stack, path }: Reading,
): boolean {
  try {
    const named = idsOf(lazyProperties(stack, resource).at(...path));
    return named.some((name) => subnets.some(({ id }) => id === name));
  } catch (error) {
    if (error instanceof UserError) return true;
    throw error;
  }
}

function idsOf(value: LazyValue): readonly string[] {
  const read = value.read(textList.or(optionalText));
  return [read ?? []].flat();
}
