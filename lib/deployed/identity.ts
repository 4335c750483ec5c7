/** Whose account the credentials are for: the user should know before anything is deployed there. */
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { clientConfiguration } from './client.ts';
import { explain, type Place } from './problem.ts';

/** @throws DeployedProblem */
export async function accountId(place: Place): Promise<string> {
  const client = new STSClient(clientConfiguration(place));
  try {
    const { Account = 'unknown' } = await client.send(new GetCallerIdentityCommand({}));
    return Account;
  } catch (error) {
    throw explain(error, 'asking for the account', place);
  } finally {
    client.destroy();
  }
}
