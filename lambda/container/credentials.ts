/** A task's credentials: ECS serves them at an address in the task, and the probe reads them from the environment. */
import { text } from 'node:stream/consumers';
import { nodeHttp } from '../probe/net/node-http.ts';

/** The agent's address in every task (Amazon ECS developer guide, "Task IAM role"). */
const AGENT = 'http://169.254.170.2';

/** The agent is on the same host. */
const TIMEOUT_MS = 5_000;

/** Called once: credentials last for hours, and the container for a minute. @throws where they are not available */
export async function takeCredentials(environment: NodeJS.ProcessEnv): Promise<void> {
  const {
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: relative,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: full = relative && `${AGENT}${relative}`,
  } = environment;
  if (!full) return;
  const { AccessKeyId, SecretAccessKey, Token } = JSON.parse(await read(full)) as Record<string, string>;
  Object.assign(environment, {
    AWS_ACCESS_KEY_ID: AccessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
    AWS_SESSION_TOKEN: Token,
  });
}

function read(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    nodeHttp
      .get(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }, (response) => {
        if (response.statusCode === 200) text(response).then(resolve, reject);
        else reject(new Error(`the task's credentials are not available: HTTP ${response.statusCode}`));
      })
      .once('error', reject);
  });
}
