/** A cdk.json that its user got wrong is named and quoted, and is never a defect. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cdkApp, cdkContext, lookedUpContext, settingsOf } from '../lib/cdk-json.ts';
import { UserError } from '../lib/user-error.ts';

const root = mkdtempSync(join(tmpdir(), 'natless-test-cdk-json-'));
afterAll(() => rmSync(root, { recursive: true }));

function thrownBy(work: () => unknown, content: string | Uint8Array, name = 'cdk.json'): unknown {
  writeFileSync(join(root, name), content);
  try {
    return work();
  } catch (error) {
    return error;
  }
}

test.each([
  ['JSON that breaks off', '{"app": ', 'cannot be read as JSON: '],
  ['nothing', '', 'cannot be read as JSON: '],
  ['bytes', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 0xff, 0xfe]), 'cannot be read as JSON: '],
  ['a list', '[{"app": "x"}]', 'holds [{"app":"x"}]: write an object'],
  ['a number', '5', 'holds 5: write an object'],
  ['null', 'null', 'holds null: write an object'],
  ['an app that is a list', '{"app": ["npx", "x"]}', '"app" in "'],
  ['an app that is a number', '{"app": 5}', ' is 5: write the command'],
  ['no app', '{"context": {}}', 'cdk.json has no "app": write the command'],
])('%s for the app', (_, content, words) => {
  const error = thrownBy(() => cdkApp(root), content);
  expect(error).toBeInstanceOf(UserError);
  expect((error as Error).message).toContain(words);
});

test.each([
  ['a context that is a list', '{"context": []}', '"context" in "'],
  ['settings that are a number', '{"context": {"natless": 5}}', ' is 5: write an object'],
])('%s for the settings', (_, content, words) => {
  const error = thrownBy(() => settingsOf(root), content);
  expect(error).toBeInstanceOf(UserError);
  expect((error as Error).message).toContain(words);
});

test('a context file that is not an object', () => {
  const error = thrownBy(() => lookedUpContext(root), '"x"', 'cdk.context.json');
  expect(error).toBeInstanceOf(UserError);
  expect((error as Error).message).toContain('cdk.context.json" holds "x": write an object');
});

test('what is right is read, and what is not there is empty', () => {
  writeFileSync(join(root, 'cdk.json'), '{"app": "npx x", "context": {"flag": true, "natless": {"a": 1}}}');
  expect(cdkApp(root)).toBe('npx x');
  expect(cdkContext(root)).toEqual({ flag: true, natless: { a: 1 } });
  expect(settingsOf(root)).toEqual({ a: 1 });
  writeFileSync(join(root, 'cdk.json'), '{"app": "npx x"}');
  expect(settingsOf(root)).toEqual({});
  rmSync(join(root, 'cdk.context.json'));
  expect(lookedUpContext(root)).toEqual({});
});
