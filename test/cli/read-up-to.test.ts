/** Files that are pipes or devices: read to their end or their limit, and waited for no longer than a deadline. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { readUpTo } from '../../lib/cli/options/read-up-to.ts';

const folder = mkdtempSync(join(tmpdir(), 'natless-test-read-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a file', () => {
  const file = join(folder, 'file');

  test.each([0, 1, 9, 10])('of %i bytes is read whole up to a limit of 10', (length) => {
    writeFileSync(file, 'x'.repeat(length));
    expect(readUpTo(file, 10)).toBe('x'.repeat(length));
  });

  test('of a byte more is refused with its size', () => {
    writeFileSync(file, 'x'.repeat(11));
    expect(() => readUpTo(file, 10)).toThrow('it has 11 bytes, and natless reads at most 10');
  });
});

test('a device that never ends is read up to the limit', () => {
  expect(() => readUpTo('/dev/zero', 10)).toThrow('it has more than 10 bytes, and natless reads at most 10');
});

describe('a pipe', () => {
  let pipe = '';
  beforeEach(() => {
    pipe = join(mkdtempSync(join(folder, 'pipe-')), 'pipe');
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
  });
  const write = (command: string) => spawn('sh', ['-c', `(${command}) > ${pipe}`], { stdio: 'ignore' });

  test('whose writer comes later, and pauses, is read whole', () => {
    write('sleep 0.3; printf a; sleep 0.3; printf b');
    expect(readUpTo(pipe, 10)).toBe('ab');
  });

  test('that holds more than the limit is refused', () => {
    write('cat /dev/zero');
    expect(() => readUpTo(pipe, 10)).toThrow('it has more than 10 bytes');
  });

  test.each([
    ['without a writer', ''],
    ['whose writer falls silent', 'printf a; exec sleep 5'],
  ])('%s is given up', (_, command) => {
    const writer = command === '' ? null : write(command);
    expect(() => readUpTo(pipe, 10, 500)).toThrow('nothing arrived from it for 0.5 seconds');
    writer?.kill();
  });
});
