/** What can go wrong between this machine and a deployed stack: a sentence each, with the command that helps. */
import { plainText } from '../../lambda/report/plain-text.ts';
import { UserError } from '../user-error.ts';
import type { Place } from './place.ts';

/** A call to AWS, in words that an error can begin with, and the permission that it takes. */
export interface AwsCall {
  /** For example `looking for stack "Natless"`. */
  readonly doing: string;
  /** For example `cloudformation:DescribeStacks`. */
  readonly permission: string;
}

/** The sentence for an error of an AWS client; for an unknown one its own words. */
export function explain(error: unknown, { doing, permission }: AwsCall, place: Place): UserError {
  if (error instanceof UserError) return error;
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  const known = SENTENCES.find(({ pattern }) => pattern.test(`${name}: ${message}`));
  const sentence = known?.sentence(place, permission) ?? plainText(`${name}: ${message}`);
  return new UserError(`${doing} failed: ${sentence}`, { cause: error });
}

interface Sentence {
  /** Matches the error's name and message. */
  readonly pattern: RegExp;
  readonly sentence: (place: Place, permission: string) => string;
}

function login({ profile }: Place): string {
  return profile === null ? 'aws sso login or aws configure' : `aws sso login --profile ${profile}`;
}

/** The first match counts: an expired SSO session is also reported as missing credentials. */
const SENTENCES: readonly Sentence[] = [
  {
    pattern: /[Ee]xpired|InvalidClientTokenId|UnrecognizedClient|security token .* invalid|AuthFailure/,
    sentence: (place) =>
      `the AWS credentials have expired or are not valid: run ${login(place)}, or enable ${place.region} if it is a Region that the account must opt into`,
  },
  {
    pattern: /SignatureDoesNotMatch|InvalidSignature|RequestTimeTooSkewed/,
    sentence: (place) =>
      `AWS refused the signature: the secret key is wrong (run ${login(place)}), or this machine's clock is`,
  },
  {
    pattern: /CredentialsProviderError|Could not (load|resolve) credentials|profile .*could not be found/i,
    sentence: (place) =>
      `there are no AWS credentials: run ${login(place)}, or choose a profile with --profile`,
  },
  {
    pattern: /\bAccessDenied|UnauthorizedOperation|not authorized/,
    sentence: (place, permission) =>
      `these credentials are not allowed to do it: add ${permission} to their policy, or use others (${login(place)})`,
  },
  {
    pattern: /TooManyRequests|Throttl|Rate exceeded|RequestLimitExceeded/,
    sentence: () => 'AWS throttled the call: wait a minute and run the command again',
  },
  {
    pattern: /ResourceNotFoundException|Function not found/,
    sentence: ({ stackName }) =>
      `the function is gone, though the stack names it: deploy again with npx cdk deploy ${stackName}`,
  },
  {
    pattern: /Deserialization error|parse error/,
    sentence: () =>
      'the answer cannot be read, so it is probably not from AWS: look for a proxy or a login page in between, and check AWS_ENDPOINT_URL',
  },
  {
    pattern: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|TimeoutError/,
    sentence: ({ region }) =>
      `AWS in ${region} could not be reached from this machine: check its network, and that --region names a Region`,
  },
];
