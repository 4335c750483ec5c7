/** The input of a sandbox, and the outcome of an invocation. Types only. */

export interface SandboxRequest {
  /** The network namespace of the function's interface. */
  readonly namespace: string;
  /** The folder of the function's code, read-only for the function. */
  readonly codePath: string;
  /** The runtime's folder, and the file in it to start. */
  readonly runtimePath: string;
  readonly entry: string;
  readonly handler: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly logGroupName: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly resolverAddress: string;
}

/** How an invocation ended, in Lambda's words. */
export interface Invocation {
  readonly payload: unknown;
  readonly error: RuntimeError | null;
  /** What the function wrote to its standard output and error. */
  readonly logs: string;
  readonly durationMs: number;
}

export interface RuntimeError {
  readonly errorType: string;
  readonly errorMessage: string;
}
