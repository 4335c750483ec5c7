/** Whose account the credentials lead to, so that a person can confirm it. */
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ask, clientConfiguration, DESCRIBE_TIMEOUT_MS } from '../client.ts';
import type { Place } from '../place.ts';

/** @returns the account's 12 digits; @throws DeployedProblem */
export function findAccount(place: Place, signal: AbortSignal): Promise<string> {
  const asking = {
    doing: 'asking whose credentials these are',
    // Nobody needs a permission for it, but a policy may deny it.
    permission: 'sts:GetCallerIdentity',
    timeoutMs: DESCRIBE_TIMEOUT_MS,
    place,
    signal,
  };
  return ask(asking, async (options) => {
    const client = new STSClient(clientConfiguration(place));
    try {
      const { Account } = await client.send(new GetCallerIdentityCommand({}), options);
      return Account ?? 'unknown';
    } finally {
      client.destroy();
    }
  });
}
