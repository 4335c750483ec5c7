/** What the lab and a function's sandbox tell each other. Types only. */

export interface SandboxRequest {
  /** The function's folder of code, read-only for the function. */
  readonly codePath: string;
  /** The folder of the runtime, and the file in it to start. */
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
  /** The lab's certificate authority, for NODE_EXTRA_CA_CERTS. */
  readonly caCertificatePem: string;
}

export type ToSandbox =
  | { readonly kind: 'start'; readonly request: SandboxRequest }
  | { readonly kind: 'invoke'; readonly event: unknown };

/** How an invocation ended, in Lambda's own words. */
export interface Invocation {
  readonly payload: unknown;
  readonly error: { readonly errorType: string; readonly errorMessage: string } | null;
  /** What the function wrote to its standard output and error. */
  readonly logs: string;
  readonly durationMs: number;
}

export type FromSandbox =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly invocation: Invocation };
