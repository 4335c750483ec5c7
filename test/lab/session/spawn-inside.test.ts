/** What crosses from the lab's inner process to the outer one: progress, results, and errors of both kinds. */
import { expect, test } from 'vitest';
import { requirePrivileges } from '../../../lib/lab/session/privileges.ts';
import { runInside } from '../../../lib/lab/session/spawn-inside.ts';
import { UserError } from '../../../lib/user-error.ts';
import { skipWithoutNamespaces } from '../fixtures/skip-without-namespaces.ts';

skipWithoutNamespaces();

const ENTRY = new URL('./echo-inside.ts', import.meta.url).pathname;

async function run(request: object, steps: string[] = []): Promise<unknown> {
  const { unshareArguments } = await requirePrivileges({ install: false, say: () => {} });
  const { signal } = new AbortController();
  return runInside(ENTRY, request, { unshareArguments, onProgress: (step) => steps.push(step), signal });
}

test('a result arrives after its progress', async () => {
  const steps: string[] = [];
  expect(await run({ result: 7 }, steps)).toBe(7);
  expect(steps).toEqual(['working']);
});

test('an error of the user’s arrives as one sentence', async () => {
  const error = await run({ user: 'a.json is missing' }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect(error).toMatchObject({ message: 'a.json is missing' });
});

test('a subclass of it, too', async () => {
  const error = await run({ template: 'Vpc: wrong' }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect(error).toMatchObject({ message: 'Vpc: wrong' });
});

test('a defect arrives with the stack of the inner process', async () => {
  const error = await run({ defect: 'no such thing' }).catch((thrown: unknown) => thrown);
  expect(error).not.toBeInstanceOf(UserError);
  expect(error).toMatchObject({ message: expect.stringMatching(/no such thing\n.*echo-inside\.ts/s) });
});

test('what it prints before it crashes is not lost, and reaches the terminal through the command only', async () => {
  const steps: string[] = [];
  const error = await run({ crash: 'us-west-2a\u001b[2J' }, steps).catch((thrown: unknown) => thrown);
  expect(steps).toEqual(['working', 'us-west-2a\u001b[2J']);
  expect(error).toMatchObject({ message: expect.stringMatching(/without a result: status 3\nus-west-2a/) });
});
