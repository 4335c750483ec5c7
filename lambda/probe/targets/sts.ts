/** STS: GetCallerIdentity, which needs no grant. */
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
