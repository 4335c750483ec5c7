/** Finds a deployed stack's probe functions through the stack's outputs. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { OUTPUTS } from '../../lambda/probe/contract.ts';
import { clientConfiguration } from './client.ts';
import { DeployedProblem, explain, type Place } from './problem.ts';

export interface DeployedStack {
  readonly place: Place;
  /** One per private subnet. */
  readonly functionNames: readonly string[];
}

/** @throws DeployedProblem */
export async function findStack(place: Place, signal: AbortSignal): Promise<DeployedStack> {
  const outputs = await describeOutputs(place, signal);
  const functionNames = (outputs.get(OUTPUTS.functionNames) ?? '').split(',').filter((name) => name !== '');
  if (functionNames.length > 0) return { place, functionNames };
  throw new DeployedProblem(
    `stack "${place.stackName}" in ${place.region} has no output "${OUTPUTS.functionNames}": it is no natless stack, or an old one; deploy it again with npx cdk deploy`,
  );
}

async function describeOutputs(place: Place, signal: AbortSignal): Promise<Map<string, string>> {
  const client = new CloudFormationClient(clientConfiguration(place));
  try {
    const command = new DescribeStacksCommand({ StackName: place.stackName });
    const { Stacks: [stack] = [] } = await client.send(command, { abortSignal: signal });
    return new Map(
      (stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    );
  } catch (error) {
    throw explain(error, `looking for stack "${place.stackName}"`, place);
  } finally {
    client.destroy();
  }
}
