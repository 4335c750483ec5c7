/** Starts the runtime as a confined process that sees only its task's files and leaves no children behind. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { NAMESPACES } from './confinement.ts';
import type { SandboxRequest } from './invocation.ts';
import { readableCopy } from './readable-copy.ts';
import { CA_FILE, NODE_FILE, RUNTIME_API, RUNTIME_ROOT, TASK_ROOT, taskRootScript } from './task-root.ts';

/** The rest of the function's memory is for the runtime itself, as in Lambda. */
const HEAP_SHARE = 0.9;

/** The process waits for the certificate authority on its standard input before it runs any of the function's code. */
export function startRuntime(
  request: SandboxRequest,
  apiSocket: string,
  onOutput: (text: string) => void,
): ChildProcessWithoutNullStreams {
  const script = taskRootScript(readable(request), { nodeFile: readableCopy(process.execPath), apiSocket });
  const node = [
    NODE_FILE,
    `--max-old-space-size=${Math.floor(request.memoryMegabytes * HEAP_SHARE)}`,
    `${RUNTIME_ROOT}/${request.entry}`,
  ];
  const child = spawn(
    'nsenter',
    [`--net=/run/netns/${request.namespace}`, 'unshare', ...NAMESPACES, 'sh', '-c', script, 'sh', ...node],
    // Detached: in a session of its own, without the user's terminal.
    { env: runtimeEnvironment(request), stdio: 'pipe', detached: true },
  );
  // A process that has ended reports this itself.
  child.stdin.on('error', () => {});
  child.stdout.setEncoding('utf8').on('data', onOutput);
  child.stderr.setEncoding('utf8').on('data', onOutput);
  return child;
}

function readable(request: SandboxRequest): SandboxRequest {
  const { codePath, runtimePath } = request;
  return { ...request, codePath: readableCopy(codePath), runtimePath: readableCopy(runtimePath) };
}

/** Each environment has its own stream, named by date. */
function logStreamName(): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[$LATEST]${randomUUID().replaceAll('-', '')}`;
}

/** Lambda's variables and the lab's certificate authority, then the function's own variables; none of the machine's. */
function runtimeEnvironment(request: SandboxRequest): Record<string, string> {
  return {
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    HOME: '/tmp',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: request.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(request.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: request.logGroupName,
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName(),
    AWS_LAMBDA_RUNTIME_API: RUNTIME_API,
    LAMBDA_TASK_ROOT: TASK_ROOT,
    LAMBDA_RUNTIME_DIR: RUNTIME_ROOT,
    _HANDLER: request.handler,
    NODE_EXTRA_CA_CERTS: CA_FILE,
    ...request.environment,
  };
}
