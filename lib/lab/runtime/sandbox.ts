/** A function's sandbox: offers the Runtime API, starts the runtime that asks it, and enforces the time-out as Lambda does. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { Invocation, RuntimeError, SandboxRequest } from './invocation.ts';
import { type RuntimeApi, startRuntimeApi } from './runtime-api.ts';
import { startRuntime } from './runtime-process.ts';

/** What is kept of one invocation's output. */
const LOG_LIMIT_CHARACTERS = 1_000_000;

/** Lambda stops an initialization after this time, and starts another within the first invocation. */
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
  /** Null after it has ended, and until an invocation needs another. */
  #runtime: ChildProcessWithoutNullStreams | null = null;
  /** What the runtime itself said of its initialization. */
  #initError: RuntimeError | null = null;
  #logs = '';
  #timer: NodeJS.Timeout | undefined;
  /** Null between invocations. */
  #invocation: Running | null = null;

  constructor(request: SandboxRequest) {
    this.#request = request;
  }

  /** Makes everything that needs no certificate authority. */
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
   * Resolves when the function is initialized, or has failed to be: the first invocation then says how.
   *
   * @param caCertificatePem what the function is to trust besides the usual, in its NODE_EXTRA_CA_CERTS
   */
  async start(caCertificatePem: string): Promise<void> {
    this.#caCertificatePem = caCertificatePem;
    this.#runtime?.stdin.end(caCertificatePem);
    const timer = setTimeout(() => this.#runtime?.kill('SIGKILL'), INIT_TIMEOUT_MS);
    await this.#initialized.promise.finally(() => clearTimeout(timer));
  }

  /** One at a time. An invocation after one that ended the runtime finds a new one, as it would find a new environment. */
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

  /** What becomes of it from now on is nobody's concern. */
  #takeRuntime(): ChildProcessWithoutNullStreams | null {
    const runtime = this.#runtime;
    this.#runtime = null;
    this.#api?.forget();
    return runtime;
  }

  /** What Lambda itself says of an invocation begins with its request's id. */
  #sandboxError(errorType: string, words: string): RuntimeError {
    return { errorType, errorMessage: `RequestId: ${this.#invocation?.requestId} Error: ${words}` };
  }

  #finish(payload: unknown, error: RuntimeError | null): void {
    clearTimeout(this.#timer);
    const invocation = this.#invocation;
    if (invocation === null) return;
    this.#invocation = null;
    const durationMs = Date.now() - invocation.startedAt;
    // What the runtime wrote before it answered is in the pipe by now: it is read before an immediate runs.
    setImmediate(() => {
      invocation.done({ payload, error, logs: this.#logs, durationMs });
      this.#logs = '';
    });
  }
}

/** A shell adds this to the number of the signal that ended its command. */
const BY_SIGNAL = 128;

/** In the words of Go, which Lambda's own supervisor is written in. */
const SIGNALS: ReadonlyMap<number, string> = new Map([
  [constants.signals.SIGABRT, 'aborted'],
  [constants.signals.SIGKILL, 'killed'],
  [constants.signals.SIGSEGV, 'segmentation fault'],
  [constants.signals.SIGTERM, 'terminated'],
  [constants.signals.SIGTRAP, 'trace/breakpoint trap'],
]);

/** Without a status it was ended together with all that was below it. */
function endingInWords(status: number | null): string {
  const signal = status === null ? 'killed' : SIGNALS.get(status - BY_SIGNAL);
  return signal === undefined ? `exit status ${status}` : `signal: ${signal}`;
}
