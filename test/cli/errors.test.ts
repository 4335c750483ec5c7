/** How `natless` explains errors: what a user can fix in its sentence, everything else as a defect with its stack. */
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { natless } from '../../lib/cli/natless.ts';

/** The list of worlds, printed to an output that fails. */
async function failingWith(error: unknown, signal = new AbortController().signal) {
  let stderr = '';
  const status = await natless(['worlds'], {
    stdin: Readable.from([]),
    stdout: {
      write: () => {
        throw error;
      },
    },
    stderr: {
      write: (text) => {
        stderr += text;
      },
    },
    env: {},
    signal,
    onSecondInterrupt: () => {},
  });
  return { stderr, status };
}

test('a defect is called one, and shows its stack', async () => {
  const { stderr, status } = await failingWith(new TypeError('x is not a function'));
  expect(stderr).toMatch(/^this is a defect of natless.*\nTypeError: x is not a function\n +at /);
  expect(status).toBe(2);
});

test('what an error quotes reaches the terminal as plain text', async () => {
  const { stderr } = await failingWith('before \u001b[2J after');
  expect(stderr).toContain('before  [2J after');
});

test('after Ctrl-C there is no explanation, and the status is 130', async () => {
  const { stderr, status } = await failingWith(new Error('aborted'), AbortSignal.abort());
  expect({ stderr, status }).toEqual({ stderr: '', status: 130 });
});
