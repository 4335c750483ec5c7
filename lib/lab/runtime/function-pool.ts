/** Runs the functions of a lab, so many at once: a sandbox takes tens of megabytes for as long as it lives. */
import { createLimit, type Limit } from '../../../lambda/report/limit.ts';
import type { Invocation } from './invocation.ts';
import type { Sandbox } from './sandbox.ts';
import type { RunningFunction } from './start-function.ts';

type PooledSandbox = Pick<Sandbox, 'start' | 'invoke' | 'stop' | 'reportKey'>;

/** Makes a sandbox, which does not run any of the function's code yet. */
type Prepare = () => Promise<PooledSandbox>;

export class FunctionPool {
  readonly #functions: readonly PooledFunction[];
  readonly #places: number;

  /** @param places how many sandboxes may live at the same time */
  constructor(prepare: readonly Prepare[], places: number) {
    const limit = createLimit(places);
    // Those that all have a place keep it: a kept lab goes on with them.
    const isShared = prepare.length > places;
    this.#functions = prepare.map((each) => new PooledFunction(each, limit, isShared));
    this.#places = places;
  }

  get functions(): readonly RunningFunction[] {
    return this.#functions;
  }

  /** Those that have a place from the beginning. */
  async prepare(): Promise<void> {
    await Promise.all(this.#functions.slice(0, this.#places).map((each) => each.prepare()));
  }

  async start(caCertificatePem: string): Promise<void> {
    await Promise.all(this.#functions.map((each) => each.start(caCertificatePem)));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#functions.map((each) => each.stop()));
  }
}

/** One at a time takes a place, and leaves it to the next if there are fewer places than functions. */
class PooledFunction implements RunningFunction {
  readonly #prepare: Prepare;
  readonly #limit: Limit;
  readonly #isShared: boolean;
  #sandbox: PooledSandbox | null = null;
  #caCertificatePem = '';
  reportKey = '';

  constructor(prepare: Prepare, limit: Limit, isShared: boolean) {
    this.#prepare = prepare;
    this.#limit = limit;
    this.#isShared = isShared;
  }

  async prepare(): Promise<PooledSandbox> {
    const sandbox = await this.#prepare();
    this.reportKey = sandbox.reportKey;
    this.#sandbox = sandbox;
    return sandbox;
  }

  async start(caCertificatePem: string): Promise<void> {
    this.#caCertificatePem = caCertificatePem;
    await this.#sandbox?.start(caCertificatePem);
  }

  invoke(event: unknown): Promise<Invocation> {
    return this.#limit(async () => {
      try {
        return await (this.#sandbox ?? (await this.#startLate())).invoke(event);
      } finally {
        if (this.#isShared) await this.stop();
      }
    });
  }

  async stop(): Promise<void> {
    const sandbox = this.#sandbox;
    this.#sandbox = null;
    await sandbox?.stop();
  }

  async #startLate(): Promise<PooledSandbox> {
    const sandbox = await this.prepare();
    await sandbox.start(this.#caCertificatePem);
    return sandbox;
  }
}
