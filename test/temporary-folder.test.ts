/** Whatever a test leaves in the temporary folder goes with the suite. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { App } from 'aws-cdk-lib/core';
import { expect, test } from 'vitest';
import useTemporaryFolder from './temporary-folder.ts';

test('tests, and the CDK in them, write into a folder of the suite’s own', () => {
  expect(basename(tmpdir())).toMatch(/^natless-suite-/);
  expect(dirname(new App().outdir)).toBe(tmpdir());
});

test('the folder is removed with what is in it, and the one before is used again', () => {
  const before = process.env.TMPDIR;
  const outer = mkdtempSync(join(tmpdir(), 'natless-test-'));
  try {
    process.env.TMPDIR = outer;
    const end = useTemporaryFolder();
    const inner = tmpdir();
    writeFileSync(join(mkdtempSync(join(inner, 'cdk.out')), 'file'), '');
    expect(dirname(inner)).toBe(outer);
    end();
    expect(existsSync(inner)).toBe(false);
    expect(readdirSync(outer)).toEqual([]);
    expect(tmpdir()).toBe(outer);
  } finally {
    process.env.TMPDIR = before;
    rmSync(outer, { recursive: true });
  }
});

test('a folder of the suite is not made within another', () => {
  const before = tmpdir();
  const end = useTemporaryFolder();
  expect(tmpdir()).toBe(before);
  end();
  expect(existsSync(before)).toBe(true);
});
