/** A stand-in of AWS STS that says who calls. */
import type { Model } from '../../template/model.ts';
import type { AwsService } from './aws-stand-in.ts';
import { queryErrors } from './error-forms.ts';
import { queryOperation, queryParameters } from './query-request.ts';
import { xmlDocument } from './xml.ts';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

export function createSts({ accountId }: Model): AwsService {
  return {
    signingName: 'sts',
    errors: queryErrors,
    // Nobody needs a permission to ask who he is, and none can be denied (STS API Reference, GetCallerIdentity).
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
