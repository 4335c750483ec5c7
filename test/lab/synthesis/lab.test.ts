/** The lab synthesizes the project's own stack once, and runs the same stack from what it kept. */
import { expect, inject, test, vi } from 'vitest';
import { runLab } from '../../../lib/lab/lab.ts';
import { DEFAULT_REQUEST } from '../../../lib/lab/session/request.ts';

async function facts() {
  const steps: string[] = [];
  const { report, differences } = await runLab({
    request: { ...DEFAULT_REQUEST, subnet: 'us-west-2a' },
    install: false,
    progress: (step) => steps.push(step),
    signal: new AbortController().signal,
  });
  const targets = report.runs.flatMap((run) =>
    run.targets.map(({ id, verdict, path, cause }) => ({ id, verdict, path, code: cause?.code })),
  );
  return { step: steps[0], differences, targets };
}

test.skipIf(inject('labRefused') !== null)(
  'a second run takes the assembly of the first and shows the same, and neither needs a temporary folder',
  async () => {
    vi.stubEnv('TMPDIR', '/dev/null/nowhere');
    // Nothing is kept yet for a new environment.
    vi.stubEnv('NATLESS_TEST', crypto.randomUUID());
    const first = await facts();
    const second = await facts();
    expect(first.step).toBe('synthesizing the stack');
    expect(second.step).toBe('the stack is unchanged since its last synthesis');
    expect(first.differences).toEqual([]);
    expect(first.targets.length).toBeGreaterThan(5);
    expect({ ...second, step: '' }).toEqual({ ...first, step: '' });
  },
);
