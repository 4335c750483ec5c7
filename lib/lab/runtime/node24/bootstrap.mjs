/**
 * The runtime: loads the handler and runs it for each invocation, like Lambda's Node.js runtime. It is plain JavaScript,
 * since stripping types would add almost a tenth of a second to a function's start.
 */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ask } from './ask.mjs';

/** @typedef {(event: unknown, context: object) => unknown} Handler */

/** @returns {Promise<Handler>} */
async function loadHandler() {
  const [file = '', name = ''] = (process.env._HANDLER ?? '').split('.');
  if (name === '') throw named('Runtime.MalformedHandlerName', 'Bad handler');
  const base = `${process.env.LAMBDA_TASK_ROOT}/${file}`;
  const path = ['.js', '.mjs', '.cjs'].map((extension) => base + extension).find(existsSync);
  if (!path) throw named('Runtime.ImportModuleError', `Error: Cannot find module '${file}'`);
  const module = await import(pathToFileURL(path).href);
  const handler = module[name] ?? module.default?.[name];
  if (typeof handler === 'function') return handler;
  throw named('Runtime.HandlerNotFound', `${process.env._HANDLER} is undefined or not exported`);
}

/**
 * @param {string} name
 * @param {string} message
 */
function named(name, message) {
  return Object.assign(new Error(message), { name });
}

/** @param {Handler} handler */
async function serveOne(handler) {
  const { headers, text } = await ask('GET', 'invocation/next');
  const id = headers['lambda-runtime-aws-request-id'];
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const context = {
    awsRequestId: id,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  try {
    const result = await handler(JSON.parse(text), context);
    await ask('POST', `invocation/${id}/response`, result ?? null);
  } catch (error) {
    await ask('POST', `invocation/${id}/error`, describe(error));
  }
}

/** @param {unknown} error */
function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

async function main() {
  let handler;
  try {
    handler = await loadHandler();
  } catch (error) {
    await ask('POST', 'init/error', describe(error));
    process.exit(1);
  }
  while (true) await serveOne(handler);
}

// Not awaited: if a handler waits for nothing, the process ends with status 0, as in Lambda.
void main();
