/** Finds a deployed stack, and its probe functions through its outputs. */
import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { OUTPUTS } from '../../lambda/report/stack-contract.ts';
import { UserError } from '../user-error.ts';
import { callAws, clientConfiguration } from './client.ts';
import type { Place } from './place.ts';

/** @returns the names of the probe functions, one per private subnet; @throws UserError */
export async function findProbes(place: Place, signal: AbortSignal): Promise<readonly string[]> {
  const stack = await describeStack(place, signal);
  const functionNames = probeNames(stack);
  if (functionNames.length > 0) return functionNames;
  throw new UserError(
    `stack "${place.stackName}" in ${place.region} is ${stack.StackStatus} and has no output "${OUTPUTS.functionNames}": it is not deployed yet, or is not a natless stack; deploy it with npx cdk deploy`,
  );
}

/** Empty where the stack has no such output, for example because it is not complete. */
export function probeNames({ Outputs = [] }: Stack): readonly string[] {
  const output = Outputs.find(({ OutputKey }) => OutputKey === OUTPUTS.functionNames)?.OutputValue ?? '';
  return output.split(',').filter((name) => name !== '');
}

/** @throws UserError, also where there is no such stack */
async function describeStack(place: Place, signal: AbortSignal): Promise<Stack> {
  const stack = await lookForStack(place, signal);
  if (stack) return stack;
  const { stackName, region } = place;
  throw new UserError(
    `there is no stack "${stackName}" in ${region}: deploy it with npx cdk deploy, or set its Region with --region or its name with --stack`,
  );
}

/**
 * @param stackId distinguishes a deleted stack from a later one of its name; @default - the stack that has the name now
 * @returns null where there is no such stack
 * @throws UserError
 */
export function lookForStack(
  place: Place,
  signal: AbortSignal,
  stackId: string = place.stackName,
): Promise<Stack | null> {
  const call = {
    doing: `looking for stack "${place.stackName}"`,
    permission: 'cloudformation:DescribeStacks',
    place,
    signal,
  };
  return callAws(call, new CloudFormationClient(clientConfiguration(place)), async (client, options) => {
    try {
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackId }), options);
      return Stacks?.[0] ?? null;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  });
}

/** CloudFormation has no error code for it. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && /^Stack with id .* does not exist/.test(error.message);
}
