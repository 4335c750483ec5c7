/**
 * Stand-in of ECS in a function's sandbox: for each event it starts the image's entry point with the environment of a task,
 * serves the task's credentials, and reports how the container ended. It is plain JavaScript, like the other runtime.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ask } from './ask.mjs';

const { createServer } = process.getBuiltinModule('node:http');

const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, ...others } = process.env;

/** Serves the task's credentials as the ECS agent does. */
async function serveCredentials() {
  const document = JSON.stringify({
    AccessKeyId: AWS_ACCESS_KEY_ID,
    SecretAccessKey: AWS_SECRET_ACCESS_KEY,
    Token: AWS_SESSION_TOKEN,
  });
  const server = createServer((_, response) => response.end(document));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return /** @type {import('node:net').AddressInfo} */ (server.address()).port;
}

/** Variables that Lambda sets and ECS does not. */
const OF_LAMBDA = /^(AWS_LAMBDA_|LAMBDA_|_HANDLER$|AWS_EXECUTION_ENV$|TZ$)/;

/**
 * @param {string} event
 * @param {number} credentialsPort
 */
function environmentOf(event, credentialsPort) {
  return {
    ...Object.fromEntries(Object.entries(others).filter(([name]) => !OF_LAMBDA.test(name))),
    AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${credentialsPort}/credentials`,
    NATLESS_EVENT: event,
  };
}

/** @param {number} credentialsPort */
async function serveOne(credentialsPort) {
  const { headers, text } = await ask('GET', 'invocation/next');
  const id = headers['lambda-runtime-aws-request-id'];
  const [program = '', ...args] = JSON.parse(process.env._HANDLER ?? '[]');
  const child = spawn(program, args, {
    env: environmentOf(text, credentialsPort),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code, signal] = await once(child, 'close');
  if (code === 0) await ask('POST', `invocation/${id}/response`, null);
  else
    await ask('POST', `invocation/${id}/error`, {
      errorType: 'EssentialContainerExited',
      errorMessage: `Essential container in task exited: ${signal ?? `exit code ${code}`}`,
    });
}

const credentialsPort = await serveCredentials();
while (true) await serveOne(credentialsPort);
