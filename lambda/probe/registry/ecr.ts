/**
 * Amazon ECR's own way to a password: its registries ask for Basic authentication, and its API gives the password to whoever
 * may pull (Amazon ECR user guide, "Private registry authentication"). One signed request does not justify a client.
 */
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AttemptContext } from '../attempts/attempt.ts';
import { send } from '../attempts/aws-client.ts';
import { observedHandler } from '../attempts/observed-handler.ts';
import { environmentCredentials } from '../credentials.ts';
import { ObservedError } from '../evidence.ts';
import { MANIFEST_LIMIT_BYTES } from '../limits.ts';

const BY_DEFAULT = /^\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/;
const DUAL_STACK = /^\d{12}\.dkr-ecr\.([a-z0-9-]+)\.on\.aws$/;

interface EcrApi {
  readonly region: string;
  readonly hostname: string;
}

/** The API beside a registry of ECR's, of the same kind of name; null for any other host, to which no password may go. */
export function ecrApiOf(registryHost: string): EcrApi | null {
  const [, region] = BY_DEFAULT.exec(registryHost) ?? [];
  if (region) return { region, hostname: `api.ecr.${region}.amazonaws.com` };
  const [, dualStackRegion] = DUAL_STACK.exec(registryHost) ?? [];
  return dualStackRegion ? { region: dualStackRegion, hostname: `ecr.${dualStackRegion}.api.aws` } : null;
}

const OPERATION = 'GetAuthorizationToken';

/** The header for the registry. @throws an error whose `code` is ECR's own (`AccessDeniedException`), or `ResponseInvalid` */
export async function ecrAuthorization(context: AttemptContext, api: EcrApi): Promise<string> {
  const document = await send(context, OPERATION, async ({ abortSignal }) => {
    const request = await sign(api);
    const { response } = await observedHandler(context).handle(request as never, { abortSignal });
    const operation = context.operations.at(-1);
    if (operation) operation.httpStatus = response.statusCode;
    const answer = parse(await readText(response.body));
    if (response.statusCode !== 200) throw serviceError(answer, response.statusCode);
    return answer;
  });
  const [{ authorizationToken: token = '' } = {}] = document.authorizationData ?? [];
  if (/^[\w+/=]+$/.test(token)) return `Basic ${token}`;
  throw new ObservedError('request', 'ResponseInvalid', `${OPERATION} gave no token`);
}

interface TokenAnswer {
  readonly authorizationData?: readonly { readonly authorizationToken?: string }[];
  readonly __type?: string;
  readonly message?: string;
  readonly Message?: string;
}

function sign({ region, hostname }: EcrApi) {
  const signer = new SignatureV4({
    service: 'ecr',
    region,
    credentials: environmentCredentials(),
    sha256: Sha256,
  });
  return signer.sign({
    method: 'POST',
    protocol: 'https:',
    hostname,
    path: '/',
    query: {},
    headers: {
      host: hostname,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${OPERATION}`,
    },
    body: '{}',
  });
}

async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MANIFEST_LIMIT_BYTES)
      throw new ObservedError(
        'request',
        'EMSGSIZE',
        `the answer is longer than ${MANIFEST_LIMIT_BYTES} bytes`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): TokenAnswer {
  try {
    return (JSON.parse(text) ?? {}) as TokenAnswer;
  } catch {
    throw new ObservedError(
      'request',
      'ResponseInvalid',
      `${OPERATION} was answered by something that is no JSON`,
    );
  }
}

/** AWS JSON 1.1: the code may stand behind a namespace. */
function serviceError({ __type, message, Message }: TokenAnswer, statusCode: number): Error {
  const code = __type?.split('#').at(-1) ?? 'ResponseInvalid';
  return Object.assign(new Error(message ?? Message ?? `HTTP ${statusCode}`), { code });
}
