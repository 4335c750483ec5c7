/**
 * The entry of a function's sandbox: a process in the function's network namespace that offers the Runtime API
 * there, starts the runtime below it, and enforces the time-out as Lambda does.
 */
import type { ChildProcess } from 'node:child_process';
import type { FromSandbox, Invocation, SandboxRequest, ToSandbox } from './messages.ts';
import { type RuntimeApi, type RuntimeError, startRuntimeApi } from './runtime-api.ts';
import { startRuntime } from './runtime-process.ts';

/** What is kept of one invocation's output. */
const LOG_LIMIT_CHARACTERS = 1_000_000;

class Sandbox {
  readonly #request: SandboxRequest;
  #api: RuntimeApi | null = null;
  #runtime: ChildProcess | null = null;
  /** Why the runtime cannot be used; null while it can. */
  #failure: RuntimeError | null = null;
  #isReady = false;
  #logs = '';
  #timer: NodeJS.Timeout | undefined;
  /** Milliseconds since the epoch; null between invocations. */
  #startedAt: number | null = null;

  constructor(request: SandboxRequest) {
    this.#request = request;
  }

  async start(): Promise<void> {
    this.#api = await startRuntimeApi({
      onNext: () => this.#ready(),
      onInitError: (error) => {
        this.#failure = error;
      },
      onResponse: (payload) => this.#finish(payload, null),
      onError: (error) => this.#finish(null, error),
    });
    this.#runtime = startRuntime(this.#request, this.#api.port, (text) => {
      this.#logs = (this.#logs + text).slice(-LOG_LIMIT_CHARACTERS);
    });
    this.#runtime.once('close', (code, signal) => this.#gone(code, signal));
  }

  invoke(event: unknown): void {
    this.#startedAt = Date.now();
    const { timeoutSeconds, functionArn } = this.#request;
    if (this.#failure || !this.#api) {
      this.#finish(null, this.#failure);
      return;
    }
    const timeoutMs = timeoutSeconds * 1000;
    this.#timer = setTimeout(() => this.#timeOut(timeoutSeconds), timeoutMs);
    this.#api.deliver({ event, deadline: this.#startedAt + timeoutMs, functionArn });
  }

  #ready(): void {
    if (!this.#isReady) tell({ kind: 'ready' });
    this.#isReady = true;
  }

  #gone(code: number | null, signal: NodeJS.Signals | null): void {
    const how = signal ? `signal: ${signal}` : `error: exit status ${code}`;
    this.#failure ??= { errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with ${how}` };
    this.#finish(null, this.#failure);
    this.#ready();
  }

  #timeOut(seconds: number): void {
    const error = {
      errorType: 'Sandbox.Timedout',
      errorMessage: `Task timed out after ${seconds.toFixed(2)} seconds`,
    };
    this.#failure = error;
    this.#finish(null, error);
    this.#runtime?.kill('SIGKILL');
  }

  #finish(payload: unknown, error: Invocation['error']): void {
    clearTimeout(this.#timer);
    if (this.#startedAt === null) return;
    const durationMs = Date.now() - this.#startedAt;
    this.#startedAt = null;
    // What the runtime wrote before it answered is in the pipe by now: it is read before an immediate runs.
    setImmediate(() => {
      tell({ kind: 'done', invocation: { payload, error, logs: this.#logs, durationMs } });
      this.#logs = '';
    });
  }
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
