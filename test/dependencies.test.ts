/** What `npm ci` installs: the packaged Node comes from the lockfile, and hardly any package runs a script. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../lib/folders.ts';

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly optional?: boolean;
  readonly inBundle?: boolean;
  readonly hasInstallScript?: boolean;
  readonly os?: string | readonly string[];
  readonly cpu?: string | readonly string[];
}

const { packages } = read<{ packages: Record<string, Locked> }>('package-lock.json');
const { '': _, ...locked } = packages;

function read<T>(file: string): T {
  return JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as T;
}

test.each(['x64', 'arm64'])(
  'the lockfile pins a packaged Node for Linux on %s that needs no script',
  (cpu) => {
    const node = locked[`node_modules/node-linux-${cpu}`];
    expect(node).toMatchObject({ optional: true, integrity: expect.stringMatching(/^sha512-/) });
    expect([node?.os, node?.cpu].flat()).toEqual(['linux', cpu]);
    expect(node?.hasInstallScript).toBeUndefined();
  },
);

test('all packaged Nodes have one version, of the release line that .nvmrc names', () => {
  const { optionalDependencies } = read<{ optionalDependencies: Record<string, string> }>('package.json');
  const versions = [...new Set(Object.values(optionalDependencies))];
  expect(versions).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
  expect(versions[0]?.split('.')[0]).toBe(readFileSync(join(ROOT, '.nvmrc'), 'utf8').trim());
});

test('commands and tests run on the packaged Node', () => {
  const versions = Object.entries(locked).filter(([path]) => path.startsWith('node_modules/node-linux-'));
  expect(versions.map(([, { version }]) => `v${version}`)).toContain(process.version);
});

/** A bundled package is part of the package that bundles it. */
test('the lockfile names no registry, and an integrity for every package', () => {
  expect(Object.values(locked).filter(({ resolved }) => resolved)).toEqual([]);
  expect(Object.values(locked).filter(({ integrity, inBundle }) => !integrity && !inBundle)).toEqual([]);
});

/** esbuild and classic-level only look for their binary, which is a package or part of one. */
test('the only packages with an install script are those that work without it', () => {
  const scripted = Object.entries(locked).filter(([, { hasInstallScript }]) => hasInstallScript);
  const names = scripted.map(([path]) => path.replace(/^.*node_modules\//, ''));
  expect(names.filter((name) => name !== 'fsevents').toSorted()).toEqual(['classic-level', 'esbuild']);
});
