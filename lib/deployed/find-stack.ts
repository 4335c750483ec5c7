/** Finds a deployed stack, and its probe functions through its outputs. */
import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { OUTPUTS } from '../../lambda/probe/contract.ts';
import { ask, clientConfiguration, DESCRIBE_TIMEOUT_MS } from './client.ts';
import type { Place } from './place.ts';
import { DeployedProblem } from './problem.ts';

/** @returns the names of the probe functions, one per private subnet; @throws DeployedProblem */
export async function findProbes(place: Place, signal: AbortSignal): Promise<readonly string[]> {
  const { Outputs = [], StackStatus = 'in an unknown state' } = await describeStack(place, signal);
  const output = Outputs.find(({ OutputKey }) => OutputKey === OUTPUTS.functionNames)?.OutputValue ?? '';
  const functionNames = output.split(',').filter((name) => name !== '');
  if (functionNames.length > 0) return functionNames;
  throw new DeployedProblem(
    `stack "${place.stackName}" in ${place.region} is ${StackStatus} and has no output "${OUTPUTS.functionNames}": it is not deployed yet, or is no natless stack; deploy it with npx cdk deploy`,
  );
}

/** @throws DeployedProblem, also where there is no such stack */
export function describeStack(place: Place, signal: AbortSignal): Promise<Stack> {
  const asking = {
    doing: `looking for stack "${place.stackName}"`,
    permission: 'cloudformation:DescribeStacks',
    timeoutMs: DESCRIBE_TIMEOUT_MS,
    place,
    signal,
  };
  return ask(asking, async (options) => {
    const client = new CloudFormationClient(clientConfiguration(place));
    try {
      const { Stacks } = await client.send(
        new DescribeStacksCommand({ StackName: place.stackName }),
        options,
      );
      const [stack] = Stacks ?? [];
      if (stack) return stack;
      throw new Error(`Stack with id ${place.stackName} does not exist`);
    } finally {
      client.destroy();
    }
  });
}
