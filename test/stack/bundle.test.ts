/** The probe's bundle: what goes into it, and what must not. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleInto } from '../../lib/probe-code/bundle.ts';

const folder = mkdtempSync(join(tmpdir(), 'natless-test-bundle-'));
let metafile: Metafile;
beforeAll(() => {
  metafile = bundleInto(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

function sources(part: string): string[] {
  return Object.keys(metafile.inputs).filter((path) => path.includes(part));
}

test('has the probe and the SDK', () => {
  expect(sources('lambda/report/judge/')).not.toEqual([]);
  expect(sources('node_modules/@aws-sdk/client-s3/')).not.toEqual([]);
});

test.each(['node_modules/zod/', 'node_modules/aws-cdk-lib/'])('has nothing of %s', (library) => {
  expect(sources(library)).toEqual([]);
});

test('has nothing of lib/: imports run the other way', () => {
  expect(Object.keys(metafile.inputs).filter((path) => /^lib\//.test(path))).toEqual([]);
});

test('has an entry that loads nothing before the first event', () => {
  const entry = readFileSync(join(folder, 'handler.mjs'), 'utf8');
  expect(entry).not.toMatch(/import\s*["'{]/);
  expect(entry).toMatch(/import\(/);
});

test("has the function's own credentials instead of the SDK's chain of providers", () => {
  expect(sources('lambda/probe/credentials.ts')).not.toEqual([]);
  expect(sources('node_modules/@aws-sdk/credential-provider-sso/')).toEqual([]);
});

test("never imports Node's http with a statement, which would also load undici", () => {
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  expect(imports.map(({ path }) => path)).toContain('node:https');
  const statements = imports.filter(({ kind }) => kind === 'import-statement');
  expect(statements.filter(({ path }) => /^(node:)?http$/.test(path))).toEqual([]);
});

test('loads no client before a run needs it', () => {
  const entry = Object.entries(metafile.outputs).find(([path]) => path.endsWith('/handler.mjs'))?.[1];
  const eager = new Set<string>();
  const visit = (path: string) => {
    if (eager.has(path)) return;
    eager.add(path);
    for (const { path: next, kind, external } of metafile.outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && !external) visit(next);
    }
  };
  for (const { path, kind, external } of entry?.imports ?? []) {
    if (kind === 'import-statement' && !external) visit(path);
  }
  const loaded = [...eager].flatMap((path) => Object.keys(metafile.outputs[path]?.inputs ?? {}));
  expect(loaded.filter((path) => path.includes('node_modules/@aws-sdk/'))).toEqual([]);
});
