/** STS: who am I. Nothing needs to be granted for it. */
import { clientConfiguration, send } from '../attempts/aws-client.ts';
import type { TargetCode } from './target.ts';

export const sts: TargetCode = {
  attempt: async (context) => {
    const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
    const client = new STSClient(clientConfiguration(context));
    await send(context, 'GetCallerIdentity', (options) =>
      client.send(new GetCallerIdentityCommand({}), options),
    );
    return {};
  },
};
