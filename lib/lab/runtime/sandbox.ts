/**
 * The entry of a function's sandbox: a process in the function's network namespace that offers the Runtime API
 * there, starts the runtime below it, and enforces the time-out as Lambda does.
 */
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { FromSandbox, Invocation, SandboxRequest, ToSandbox } from './messages.ts';
import { type RuntimeApi, type RuntimeError, startRuntimeApi } from './runtime-api.ts';
import { startRuntime } from './runtime-process.ts';

/** What is kept of one invocation's output. */
const LOG_LIMIT_CHARACTERS = 1_000_000;

/** Lambda stops an initialization after this time, and starts another within the first invocation. */
const INIT_TIMEOUT_MS = 10_000;

class Sandbox {
  readonly #request: SandboxRequest;
  #api: RuntimeApi | null = null;
  /** Null after it has ended, and until an invocation needs another. */
  #runtime: ChildProcess | null = null;
  /** What the runtime itself said of its initialization. */
  #initError: RuntimeError | null = null;
  #isReady = false;
  #logs = '';
  #timer: NodeJS.Timeout | undefined;
  /** Null between invocations. */
  #invocation: { readonly startedAt: number; readonly requestId: string } | null = null;

  constructor(request: SandboxRequest) {
    this.#request = request;
  }

  async start(): Promise<void> {
    this.#api = await startRuntimeApi({
      onNext: () => this.#ready(),
      onInitError: (error) => {
        this.#initError = error;
      },
      onResponse: (payload) => this.#finish(payload, null),
      onError: (error) => this.#finish(null, error),
    });
    this.#boot(this.#api);
    setTimeout(() => this.#isReady || this.#runtime?.kill('SIGKILL'), INIT_TIMEOUT_MS).unref();
  }

  /** An invocation after one that ended the runtime finds a new one, as it would find a new environment. */
  invoke(event: unknown): void {
    const api = this.#api;
    if (!api) return;
    const startedAt = Date.now();
    const { timeoutSeconds, functionArn } = this.#request;
    if (!this.#runtime) this.#boot(api);
    this.#timer = setTimeout(() => this.#timeOut(timeoutSeconds), timeoutSeconds * 1000);
    const requestId = api.deliver({ event, deadline: startedAt + timeoutSeconds * 1000, functionArn });
    this.#invocation = { startedAt, requestId };
  }

  #boot({ port }: RuntimeApi): void {
    this.#initError = null;
    const runtime = startRuntime(this.#request, port, (text) => {
      this.#logs = (this.#logs + text).slice(-LOG_LIMIT_CHARACTERS);
    });
    this.#runtime = runtime;
    runtime.once('close', (code) => {
      if (this.#runtime === runtime) this.#gone(code);
    });
  }

  #ready(): void {
    if (!this.#isReady) tell({ kind: 'ready' });
    this.#isReady = true;
  }

  #gone(code: number | null): void {
    this.#runtime = null;
    this.#api?.forget();
    this.#finish(
      null,
      this.#initError ??
        this.#sandboxError('Runtime.ExitError', `Runtime exited with error: ${endingInWords(code)}`),
    );
    this.#ready();
  }

  #timeOut(seconds: number): void {
    const runtime = this.#runtime;
    this.#runtime = null;
    this.#api?.forget();
    runtime?.kill('SIGKILL');
    this.#finish(
      null,
      this.#sandboxError('Sandbox.Timedout', `Task timed out after ${seconds.toFixed(2)} seconds`),
    );
  }

  /** What Lambda itself says of an invocation begins with its request's id. */
  #sandboxError(errorType: string, words: string): RuntimeError {
    return { errorType, errorMessage: `RequestId: ${this.#invocation?.requestId} Error: ${words}` };
  }

  #finish(payload: unknown, error: Invocation['error']): void {
    clearTimeout(this.#timer);
    if (this.#invocation === null) return;
    const durationMs = Date.now() - this.#invocation.startedAt;
    this.#invocation = null;
    // What the runtime wrote before it answered is in the pipe by now: it is read before an immediate runs.
    setImmediate(() => {
      tell({ kind: 'done', invocation: { payload, error, logs: this.#logs, durationMs } });
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

function tell(message: FromSandbox): void {
  process.send?.(message);
}

let sandbox: Sandbox | null = null;

process.on('message', (message: ToSandbox) => {
  if (message.kind === 'invoke') {
    sandbox?.invoke(message.event);
    return;
  }
  sandbox = new Sandbox(message.request);
  void sandbox.start();
});
// The lab is gone, however it went.
process.on('disconnect', () => process.exit());
