/** Stand-in of AWS STS: identifies the caller. */
import type { Model } from '../../template/model.ts';
import type { AwsStandIn } from './aws-stand-in.ts';
import { queryErrors } from './error-forms.ts';
import { queryOperation, queryParameters } from './query-request.ts';
import { xmlDocument } from './xml.ts';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

export function createSts({ accountId }: Model): AwsStandIn {
  return {
    signingName: 'sts',
    errors: queryErrors,
    // The operation needs no permission, and no policy can deny it (STS API Reference, GetCallerIdentity).
    permissions: (request) => {
      queryOperation(queryParameters(request), ['GetCallerIdentity']);
      return [];
    },
    answer: (_, { arn, userId }) => ({
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body: xmlDocument('GetCallerIdentityResponse', NAMESPACE, {
        GetCallerIdentityResult: { Arn: arn, UserId: userId, Account: accountId },
      }),
    }),
  };
}
