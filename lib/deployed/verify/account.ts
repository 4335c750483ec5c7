/** The account that the credentials belong to, so that a person can confirm it. */
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { callAws, clientConfiguration } from '../client.ts';
import type { Place } from '../place.ts';

/** @returns the account's 12 digits; @throws UserError */
export function findAccount(place: Place, signal: AbortSignal): Promise<string> {
  const call = {
    doing: 'looking up the account of the credentials',
    // The call needs no grant, but a policy may deny it.
    permission: 'sts:GetCallerIdentity',
    place,
    signal,
  };
  return callAws(call, new STSClient(clientConfiguration(place)), async (client, options) => {
    const { Account } = await client.send(new GetCallerIdentityCommand({}), options);
    return Account ?? 'unknown';
  });
}
