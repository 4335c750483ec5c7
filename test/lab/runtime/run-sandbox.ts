/** Invokes a handler of the fixtures in a sandbox of its own, in fresh namespaces. */
import { join } from 'node:path';
import { requirePrivileges } from '../../../lib/lab/session/privileges.ts';
import { runInside } from '../../../lib/lab/session/spawn-inside.ts';

export interface SandboxCase {
  readonly codePath: string;
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly events: readonly unknown[];
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** Null for the lab's own runtime. */
  readonly runtimePath: string | null;
}

export interface Invoked {
  readonly payload: unknown;
  readonly error: { readonly errorType: string; readonly errorMessage: string } | null;
  readonly logs: string;
}

/** The time-outs of two functions. */
const DEADLINE_MS = 70_000;

const DEFAULTS = {
  codePath: join(import.meta.dirname, 'handlers'),
  environment: {},
  events: [{}],
  // Plenty on a machine that is busy: what is to end earlier says so.
  timeoutSeconds: 30,
  memoryMegabytes: 128,
  runtimePath: null,
};

export async function invokeAll(
  given: Pick<SandboxCase, 'handler'> & Partial<SandboxCase>,
): Promise<Invoked[]> {
  const { unshareArguments } = await requirePrivileges({ install: false, say: () => {} });
  return runInside<Invoked[]>(
    join(import.meta.dirname, 'sandbox-inside.ts'),
    { ...DEFAULTS, ...given },
    {
      unshareArguments,
      onProgress: () => {},
      signal: AbortSignal.timeout(DEADLINE_MS),
    },
  );
}

export async function invoke(given: Pick<SandboxCase, 'handler'> & Partial<SandboxCase>): Promise<Invoked> {
  const [invoked] = await invokeAll(given);
  if (invoked) return invoked;
  throw new Error('nothing was invoked');
}
