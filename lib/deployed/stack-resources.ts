/** Whether a stack is there, and what is left of one that was deleted. */
import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type StackResource,
} from '@aws-sdk/client-cloudformation';
import { clientConfiguration } from './client.ts';
import { explain, type Place } from './problem.ts';

/** The id of the stack of that name; null where there is none. @throws DeployedProblem */
export async function stackId(place: Place): Promise<string | null> {
  const client = new CloudFormationClient(clientConfiguration(place));
  try {
    const { Stacks: [stack] = [] } = await client.send(
      new DescribeStacksCommand({ StackName: place.stackName }),
    );
    return stack?.StackId ?? null;
  } catch (error) {
    if (/does not exist/.test(String(error))) return null;
    throw explain(error, `looking for stack "${place.stackName}"`, place);
  } finally {
    client.destroy();
  }
}

/** @param id a stack's id: a deleted stack is no longer known by its name. @throws DeployedProblem */
export async function stackResources(id: string, place: Place): Promise<readonly StackResource[]> {
  const client = new CloudFormationClient(clientConfiguration(place));
  try {
    const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName: id }));
    return StackResources;
  } catch (error) {
    throw explain(error, `listing the resources of ${id}`, place);
  } finally {
    client.destroy();
  }
}

/**
 * What is left of a stack after it was destroyed, a line each: resources that still exist, and the log groups
 * that Lambda made by itself for functions that have none in the stack.
 */
export function leftovers(before: readonly StackResource[], after: readonly StackResource[]): string[] {
  const remaining = after.filter(({ ResourceStatus }) => ResourceStatus !== 'DELETE_COMPLETE');
  const functions = before.filter(({ ResourceType }) => ResourceType === 'AWS::Lambda::Function');
  const withoutLogGroup = functions.filter(({ LogicalResourceId }) =>
    LogicalResourceId?.startsWith('Custom'),
  );
  return [
    ...remaining.map(
      ({ ResourceType, PhysicalResourceId, ResourceStatus }) =>
        `${ResourceType} ${PhysicalResourceId} (${ResourceStatus})`,
    ),
    ...withoutLogGroup.map(
      ({ PhysicalResourceId }) =>
        `log group /aws/lambda/${PhysicalResourceId}, which Lambda made (delete it with aws logs delete-log-group)`,
    ),
  ];
}
