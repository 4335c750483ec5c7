/** STS: who am I. Nothing needs to be granted for it. */
import { clientConfiguration, send } from '../attempts/aws-client.ts';
import type { ProbeTarget } from './target.ts';

export const sts: ProbeTarget = {
  id: 'sts',
  service: 'STS',
  expect: 'reached',
  echoes: false,
  sdk: true,
  conditioned: false,
  attempt: async (context) => {
    const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
    const client = new STSClient(clientConfiguration(context));
    await send(context, 'GetCallerIdentity', (options) =>
      client.send(new GetCallerIdentityCommand({}), options),
    );
    return {};
  },
};
