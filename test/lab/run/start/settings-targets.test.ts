/** The targets beside a template's probe: taken over only as a synthesis writes them. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseUserTargets } from '../../../../lambda/report/user-targets.ts';
import { settingsTargetsIn } from '../../../../lib/lab/run/start/settings-targets.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'natless-test-'));
  file = join(folder, 'settings-targets.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const TARGETS = parseUserTargets(
  [
    'https://example.com/path?query=1',
    'http://example.com:8080',
    'tls://example.com:443',
    { url: 'tcp://[2001:db8::1]:5432', name: 'database', expect: 'any', metrics: true },
    { url: 'tls://example.com:8443', name: 'broker' },
    { url: `https://example.com/${'long'.repeat(50)}` },
    'oci://ghcr.io/owner/name:tag',
    { url: 'oci://ghcr.io/owner/name:tag', name: 'image' },
    { url: 'https://example.com/#fragment', name: 'page' },
  ],
  'targets',
);

test('all that settings can name', () => {
  expect(TARGETS.problems).toEqual([]);
  writeFileSync(file, JSON.stringify(TARGETS.targets));
  expect(settingsTargetsIn(folder)).toEqual(TARGETS.targets);
});

const [TARGET] = TARGETS.targets;

test.each([
  ['nothing', ''],
  ['words', 'targets'],
  ['an object', '{}'],
  ['another host than the URL', JSON.stringify([{ ...TARGET, host: 'other.example' }])],
  ['another port than the URL', JSON.stringify([{ ...TARGET, port: 22 }])],
  ['a scheme that there is not', JSON.stringify([{ ...TARGET, scheme: 'file' }])],
  ['a key that there is not', JSON.stringify([{ ...TARGET, command: 'true' }])],
  ['a target without a scheme', JSON.stringify([{ ...TARGET, scheme: undefined }])],
  ['null', '[null]'],
  ['many targets', JSON.stringify(Array.from({ length: 10_000 }, () => TARGET))],
  ['a megabyte', `[${' '.repeat(1024 * 1024)}]`],
])('a file with %s is refused', (_, text) => {
  writeFileSync(file, text);
  expect(() => settingsTargetsIn(folder)).toThrow(
    'is not a list of targets as this version of natless writes it',
  );
});

test('a link is refused, and so is a file that is not there', () => {
  expect(() => settingsTargetsIn(folder)).toThrow('is not a list');
  const elsewhere = join(folder, 'elsewhere.json');
  writeFileSync(elsewhere, '[]');
  symlinkSync(elsewhere, file);
  expect(() => settingsTargetsIn(folder)).toThrow('is not a list');
});
