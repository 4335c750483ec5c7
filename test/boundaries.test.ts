/** The linter holds the boundaries between folders: every import that crosses one is planted, and must be found. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../lib/folders.ts';

/** The file that imports, and what it imports. */
type Import = readonly [from: string, to: string];

const FORBIDDEN: readonly Import[] = [
  ['lib/cli/a.ts', '../../lambda/probe/handler.ts'],
  ['lib/probe-code/a.ts', '../../lambda/container/main.ts'],
  ['lib/stack/a.ts', '../lab/lab.ts'],
  ['lib/deployed/a.ts', '../stack/settings.ts'],
  ['lib/report/a.ts', '../deployed/stack.ts'],
  ['lib/lab/a.ts', '../deployed/stack.ts'],
  ['lib/lab/run/a.ts', '../../report/matrix.ts'],
  ['lib/lab/run/b.ts', '../kernel/netns.ts'],
  ['lib/lab/worlds/change/a.ts', '../../kernel/faults.ts'],
  ['lib/cli/b.ts', '../lab/kernel/netns.ts'],
  ['bin/a.ts', '../lib/lab/kernel/capture.ts'],
  ['lib/lab/kernel/a.ts', '../session/request.ts'],
  ['lib/lab/kernel/delay/a.ts', '../../services/dns.ts'],
  ['lib/lab/kernel/b.ts', '../../../lambda/probe/handler.ts'],
  ['lib/lab/session/a.ts', '../template/model.ts'],
  ['lib/lab/session/b.ts', '../../stack/settings.ts'],
  ['lib/lab/template/a.ts', '../kernel/kernel.ts'],
  ['lib/lab/template/b.ts', '../../../lambda/report/stack-contract.ts'],
  ['lib/lab/template/c.ts', '../../stack/settings.ts'],
  ['lambda/probe/a.ts', '../../lib/user-error.ts'],
  ['lambda/report/a.ts', '../probe/handler.ts'],
  ['lambda/report/judge/a.ts', '../../../lib/user-error.ts'],
  ['lambda/report/judge/b.ts', 'node:fs'],
];

const ALLOWED: readonly Import[] = [
  ['lib/cli/c.ts', '../../lambda/report/report-schema.ts'],
  ['lib/lab/run/c.ts', '../kernel/kernel.ts'],
  ['lib/lab/run/d.ts', '../../report/inputs/network.ts'],
  ['lib/lab/kernel/c.ts', '../template/model.ts'],
  ['lib/lab/kernel/delay/b.ts', '../topology.ts'],
  ['lib/lab/template/d.ts', './model.ts'],
  ['lib/lab/template/e.ts', '../../user-error.ts'],
  ['lib/lab/template/f.ts', '../../../lambda/report/addresses.ts'],
  ['lambda/probe/b.ts', '../report/report-schema.ts'],
  ['lambda/report/judge/c.ts', '../addresses.ts'],
];

/** Two files that need each other's types, and a third that does not. */
const CIRCLE: readonly Import[] = [
  ['lib/circle/one.ts', './two.ts'],
  ['lib/circle/two.ts', './one.ts'],
  ['lib/circle/beside.ts', './one.ts'],
];

let found: ReadonlyMap<string, readonly string[]>;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'natless-test-boundaries-'));
  const { vcs: _, ...config } = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8'));
  write('biome.json', JSON.stringify({ ...config, root: true }));
  for (const [file, imported] of [...FORBIDDEN, ...ALLOWED, ...CIRCLE]) {
    write(file, `import type { A } from '${imported}';\n\nexport type B = A;\n`);
  }
  found = rulesBroken();
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(join(folder, dirname(file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** The linter's rules that each file breaks. */
function rulesBroken(): Map<string, string[]> {
  const biome = join(ROOT, 'node_modules', '.bin', 'biome');
  const { stdout } = spawnSync(biome, ['lint', '--reporter=github', '--max-diagnostics=none'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const broken = new Map<string, string[]>();
  for (const [, rule = '', file = ''] of stdout.matchAll(/title=lint\/\w+\/(\w+),file=([^,]+),/g)) {
    const name = relative(folder, file);
    broken.set(name, [...(broken.get(name) ?? []), rule]);
  }
  return broken;
}

test.each(FORBIDDEN)('%s must not import %s', (file) => {
  expect(found.get(file)).toEqual(['noRestrictedImports']);
});

test.each(ALLOWED)('%s may import %s', (file) => {
  expect(found.get(file)).toBeUndefined();
});

test('a circle of types is found', () => {
  expect(CIRCLE.map(([file]) => found.get(file))).toEqual([
    ['noImportCycles'],
    ['noImportCycles'],
    undefined,
  ]);
});
