/** What the lab makes of a Dockerfile without Docker. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readImage } from '../../../lib/lab/template/container-image.ts';
import { writeContainer } from '../../../lib/probe-code/bundle.ts';

const folder = mkdtempSync(join(tmpdir(), 'natless-test-image-'));
afterAll(() => rmSync(folder, { recursive: true }));

function imageOf(dockerfile: string) {
  writeFileSync(join(folder, 'Dockerfile'), dockerfile);
  return readImage(folder);
}

test('the probe’s own Dockerfile is followed', () => {
  writeContainer(folder, []);
  expect(readImage(folder)).toEqual({ codePath: folder, entryPoint: ['node', '/var/task/main.mjs'] });
});

test.each([
  ['FROM python:3\nCOPY . /var/task\nENTRYPOINT ["node", "x"]', 'cannot follow "FROM python:3"'],
  ['FROM node:24-slim\nCOPY . /app\nENTRYPOINT ["node", "x"]', 'cannot follow "COPY . /app"'],
  ['FROM node:24-slim\nRUN curl x\nENTRYPOINT ["node", "x"]', 'cannot follow "RUN curl x"'],
  ['FROM node:24-slim\nENTRYPOINT node x', 'cannot follow "ENTRYPOINT node x"'],
  ['FROM node:24-slim', 'has no ENTRYPOINT'],
])('a Dockerfile that the lab cannot follow is refused: %j', (dockerfile, words) => {
  expect(() => imageOf(dockerfile)).toThrow(words);
});

test('a Dockerfile that is too large, or is not text, is refused by name', () => {
  expect(() => imageOf(`# ${'x'.repeat(1_048_576)}`)).toThrow(/Dockerfile" cannot be read: it has \d+ bytes/);
  writeFileSync(join(folder, 'Dockerfile'), new Uint8Array([0x80, 0xff]));
  expect(() => readImage(folder)).toThrow('Dockerfile" cannot be read: it is not valid UTF-8');
});

test('a folder without a Dockerfile is refused', () => {
  expect(() => readImage(join(folder, 'absent'))).toThrow('build context is missing');
});
