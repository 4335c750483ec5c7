/** What can go wrong between this machine and a deployed stack, each a sentence with the command that helps. */

/** A problem of usage or environment: the command line ends with status 2. */
export class DeployedProblem extends Error {}

export interface Place {
  readonly stackName: string;
  readonly region: string;
  readonly profile: string | null;
}

/** The sentence for an error of an AWS client; the error's own words where there is nothing better to say. */
export function explain(error: unknown, doing: string, place: Place): DeployedProblem {
  if (error instanceof DeployedProblem) return error;
  const { name = 'Error', message = '' } = error instanceof Error ? error : {};
  const known = SENTENCES.find(({ pattern }) => pattern.test(`${name}: ${message}`));
  const sentence = known?.sentence(place) ?? `${name}: ${message}`;
  return new DeployedProblem(`${doing} failed: ${sentence}`, { cause: error });
}

interface Sentence {
  readonly pattern: RegExp;
  readonly sentence: (place: Place) => string;
}

const login = ({ profile }: Place) =>
  profile ? `aws sso login --profile ${profile}` : 'aws sso login, or aws configure';

const SENTENCES: readonly Sentence[] = [
  {
    pattern:
      /CredentialsProviderError|Could not load credentials|could not be found|Could not resolve credentials/,
    sentence: (place) =>
      `there are no AWS credentials: run ${login(place)}, or name a profile with --profile`,
  },
  {
    pattern: /Expired|InvalidClientTokenId|UnrecognizedClient|security token .* invalid/,
    sentence: (place) => `the AWS credentials have expired or are not valid: run ${login(place)}`,
  },
  {
    pattern: /Stack with id .* does not exist/,
    sentence: ({ stackName, region }) =>
      `there is no stack "${stackName}" in ${region}: deploy it with npx cdk deploy, or name its Region with --region or its name with --stack`,
  },
  {
    pattern: /AccessDenied|not authorized/,
    sentence: () =>
      'these credentials may not do it: they need cloudformation:DescribeStacks and lambda:InvokeFunction on the stack',
  },
  {
    pattern: /TooManyRequests|Throttl|Rate exceeded/,
    sentence: () => 'AWS throttled the call: wait a minute and run the command again',
  },
  {
    pattern: /ResourceNotFoundException|Function not found/,
    sentence: ({ stackName }) =>
      `the function is gone, though the stack names it: deploy again with npx cdk deploy ${stackName}`,
  },
  {
    pattern: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|TimeoutError/,
    sentence: ({ region }) =>
      `AWS in ${region} could not be reached from this machine: look at its network and at --region`,
  },
];
