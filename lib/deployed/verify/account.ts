/** Whose account the credentials lead to, so that a person can confirm it. */
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ask, clientConfiguration } from '../client.ts';
import type { Place } from '../place.ts';

/** @returns the account's 12 digits; @throws UserError */
export function findAccount(place: Place, signal: AbortSignal): Promise<string> {
  const asking = {
    doing: 'asking whose credentials these are',
    // Nobody needs a permission for it, but a policy may deny it.
    permission: 'sts:GetCallerIdentity',
    place,
    signal,
  };
  return ask(asking, new STSClient(clientConfiguration(place)), async (client, options) => {
    const { Account } = await client.send(new GetCallerIdentityCommand({}), options);
    return Account ?? 'unknown';
  });
}
