/** A function's sandbox: serves the Runtime API, starts the runtime, and enforces the timeout as Lambda does. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { CONTAINER } from '../../../lambda/report/stack-contract.ts';
import type { Invocation, RuntimeError, SandboxRequest } from './invocation.ts';
import { type RuntimeApi, startRuntimeApi } from './runtime-api.ts';
import { startRuntime } from './runtime-process.ts';

/** How much of an invocation's output is kept. */
const LOG_LIMIT_CHARACTERS = 1_000_000;

/** Lambda stops an initialization after this time and repeats it within the first invocation. */
const INIT_TIMEOUT_MS = 10_000;

interface Running {
  readonly startedAt: number;
  readonly requestId: string;
  readonly done: (invocation: Invocation) => void;
}

export class Sandbox {
  readonly #request: SandboxRequest;
  readonly #initialized = Promise.withResolvers<void>();
  #caCertificatePem = '';
  #api: RuntimeApi | null = null;
  /** Null after it has ended, until an invocation needs another. */
  #runtime: ChildProcessWithoutNullStreams | null = null;
  /** The error that the runtime reported for its initialization. */
  #initError: RuntimeError | null = null;
  #logs = '';
  #timer: NodeJS.Timeout | undefined;
  /** Null between invocations. */
  #invocation: Running | null = null;

  constructor(request: SandboxRequest) {
    this.#request = request;
  }

  get reportKey(): string {
    return this.#request.environment[CONTAINER.keyVariable] ?? '';
  }

  /** Does everything that does not need the certificate authority. */
  async prepare(): Promise<void> {
    this.#api = await startRuntimeApi(this.#request.namespace, {
      onNext: this.#initialized.resolve,
      onInitError: (error) => {
        this.#initError = error;
      },
      onResponse: (payload) => this.#finish(payload, null),
      onError: (error) => this.#finish(null, error),
    });
    this.#boot(this.#api);
  }

  /**
   * Resolves when the function is initialized, or has failed to initialize: the first invocation then reports why.
   *
   * @param caCertificatePem what the function trusts in addition, through its NODE_EXTRA_CA_CERTS
   */
  async start(caCertificatePem: string): Promise<void> {
    this.#caCertificatePem = caCertificatePem;
    this.#runtime?.stdin.end(caCertificatePem);
    const timer = setTimeout(() => this.#runtime?.kill('SIGKILL'), INIT_TIMEOUT_MS);
    await this.#initialized.promise.finally(() => clearTimeout(timer));
  }

  /** One at a time. After an invocation that ended the runtime, the next one gets a new runtime, as in a new environment. */
  invoke(event: unknown): Promise<Invocation> {
    const api = this.#api;
    if (!api) throw new Error('the sandbox has not been started');
    const { timeoutSeconds, functionArn } = this.#request;
    const startedAt = Date.now();
    if (!this.#runtime) this.#boot(api).stdin.end(this.#caCertificatePem);
    this.#timer = setTimeout(() => this.#timeOut(timeoutSeconds), timeoutSeconds * 1000);
    const requestId = api.deliver({ event, deadline: startedAt + timeoutSeconds * 1000, functionArn });
    return new Promise((done) => {
      this.#invocation = { startedAt, requestId, done };
    });
  }

  async stop(): Promise<void> {
    const runtime = this.#takeRuntime();
    this.#api?.close();
    if (!runtime || runtime.exitCode !== null || runtime.signalCode !== null) return;
    runtime.kill('SIGKILL');
    await once(runtime, 'exit');
  }

  #boot({ socketPath }: RuntimeApi): ChildProcessWithoutNullStreams {
    this.#initError = null;
    const runtime = startRuntime(this.#request, socketPath, (text) => {
      this.#logs = (this.#logs + text).slice(-LOG_LIMIT_CHARACTERS);
    });
    this.#runtime = runtime;
    runtime.once('close', (code) => {
      if (this.#runtime === runtime) this.#gone(code);
    });
    return runtime;
  }

  #gone(code: number | null): void {
    this.#takeRuntime();
    this.#finish(
      null,
      this.#initError ??
        this.#sandboxError('Runtime.ExitError', `Runtime exited with error: ${endingInWords(code)}`),
    );
    this.#initialized.resolve();
  }

  #timeOut(seconds: number): void {
    this.#takeRuntime()?.kill('SIGKILL');
    this.#finish(
      null,
      this.#sandboxError('Sandbox.Timedout', `Task timed out after ${seconds.toFixed(2)} seconds`),
    );
  }

  /** What happens to it from now on does not matter. */
  #takeRuntime(): ChildProcessWithoutNullStreams | null {
    const runtime = this.#runtime;
    this.#runtime = null;
    this.#api?.forget();
    return runtime;
  }

  /** Lambda's own messages begin with the request id. */
  #sandboxError(errorType: string, words: string): RuntimeError {
    return { errorType, errorMessage: `RequestId: ${this.#invocation?.requestId} Error: ${words}` };
  }

  #finish(payload: unknown, error: RuntimeError | null): void {
    clearTimeout(this.#timer);
    const invocation = this.#invocation;
    if (invocation === null) return;
    this.#invocation = null;
    const durationMs = Date.now() - invocation.startedAt;
    // The output from before the answer is in the pipe by now, and is read before an immediate runs.
    setImmediate(() => {
      invocation.done({ payload, error, logs: this.#logs, durationMs });
      this.#logs = '';
    });
  }
}

/** A shell adds this to the number of the signal that ended its command. */
const BY_SIGNAL = 128;

/** In Go's words: Lambda's supervisor is written in Go. */
const SIGNALS: ReadonlyMap<number, string> = new Map([
  [constants.signals.SIGABRT, 'aborted'],
  [constants.signals.SIGKILL, 'killed'],
  [constants.signals.SIGSEGV, 'segmentation fault'],
  [constants.signals.SIGTERM, 'terminated'],
  [constants.signals.SIGTRAP, 'trace/breakpoint trap'],
]);

/** A process without a status was killed together with its children. */
function endingInWords(status: number | null): string {
  const signal = status === null ? 'killed' : SIGNALS.get(status - BY_SIGNAL);
  return signal === undefined ? `exit status ${status}` : `signal: ${signal}`;
}
