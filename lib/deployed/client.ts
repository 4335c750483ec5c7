/** What the clients on the user's side have in common, and the Region that they are for. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DeployedProblem, type Place } from './problem.ts';

/** Long enough for a far Region, short enough that a wrong one does not look like work. */
const CONNECTION_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;

export function clientConfiguration({ region, profile }: Place, requestTimeout = REQUEST_TIMEOUT_MS) {
  return {
    region,
    ...(profile !== null && { profile }),
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS, requestTimeout, throwOnRequestTimeout: true },
  };
}

/**
 * The Region that is meant: the given one, or the one that the AWS CLI would take (the environment, the profile).
 * @throws DeployedProblem where nobody names one
 */
export async function findRegion(given: string | null, profile: string | null): Promise<string> {
  const named = given ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  if (named) return named;
  const client = new CloudFormationClient(profile === null ? {} : { profile });
  try {
    return await client.config.region();
  } catch (error) {
    throw new DeployedProblem(
      'no Region is named: name one with --region, AWS_REGION or in the profile (aws configure set region us-west-2)',
      { cause: error },
    );
  } finally {
    client.destroy();
  }
}
