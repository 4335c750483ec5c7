/** The linter holds the boundaries of docs/architecture.md: each forbidden import is an error, and each allowed one is not. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from './pages.ts';

const FORBIDDEN = {
  'lambda/report/a-package.ts': 'aws-cdk-lib',
  'lambda/report/the-probe.ts': '../probe/run.ts',
  'lambda/report/judge/the-probe.ts': '../../probe/run.ts',
  'lambda/report/lib.ts': '../../lib/user-error.ts',
  'lambda/report/a-socket.ts': 'node:net',
  'lambda/probe/lib.ts': '../../lib/folders.ts',
  'lambda/container/lib.ts': '../../lib/folders.ts',
  'lib/cli/the-probe.ts': '../../lambda/probe/run.ts',
  'lib/probe-code/the-probe.ts': '../../lambda/probe/run.ts',
  'lib/prices/a-wing.ts': '../report/compare.ts',
  'lib/stack/a-wing.ts': '../lab/lab.ts',
  'lib/stack/the-report.ts': '../report/compare.ts',
  'lib/stack/the-probe.ts': '../../lambda/probe/run.ts',
  'lib/lab/a-wing.ts': '../deployed/find-stack.ts',
  'lib/lab/run/the-report.ts': '../../report/compare.ts',
  'lib/lab/run/the-probe.ts': '../../../lambda/probe/run.ts',
  'lib/lab/cdk.ts': 'aws-cdk-lib',
  'lib/lab/run/past-the-door.ts': '../kernel/netns.ts',
  'lib/lab/worlds/change/past-the-door.ts': '../../kernel/faults.ts',
  'lib/cli/past-the-door.ts': '../lab/kernel/netns.ts',
  'bin/past-the-door.ts': '../lib/lab/kernel/capture.ts',
  'lib/lab/kernel/the-session.ts': '../session/request.ts',
  'lib/lab/kernel/delay/the-services.ts': '../../services/dns/resolver.ts',
  'lib/lab/kernel/the-probe.ts': '../../../lambda/probe/run.ts',
  'lib/lab/session/the-template.ts': '../template/model.ts',
  'lib/lab/session/a-wing.ts': '../../stack/settings.ts',
  'lib/lab/services/the-worlds.ts': '../worlds/worlds.ts',
  'lib/lab/services/aws/the-run.ts': '../../run/run-world.ts',
  'lib/lab/services/past-the-door.ts': '../kernel/netns.ts',
  'lib/lab/services/a-wing.ts': '../../stack/settings.ts',
  'lib/lab/runtime/the-worlds.ts': '../worlds/worlds.ts',
  'lib/lab/worlds/themes/the-run.ts': '../../run/run-world.ts',
  'lib/lab/worlds/a-wing.ts': '../../stack/settings.ts',
  'lib/lab/template/the-kernel.ts': '../kernel/kernel.ts',
  'lib/lab/template/the-contract.ts': '../../../lambda/report/stack-contract.ts',
  'lib/lab/template/a-wing.ts': '../../stack/settings.ts',
  'lib/lab/template/cdk.ts': 'aws-cdk-lib',
  'lib/lab/kernel/cdk.ts': 'aws-cdk-lib',
  'lib/lab/session/cdk.ts': 'aws-cdk-lib',
  'lib/deployed/a-wing.ts': '../lab/lab.ts',
  'lib/deployed/the-probe.ts': '../../lambda/probe/run.ts',
  'lib/vpc-file/the-lab.ts': '../lab/lab.ts',
  'lib/vpc-file/the-account.ts': '../deployed/find-stack.ts',
  'lib/what-if/the-lab.ts': '../lab/lab.ts',
  'lib/what-if/changes/the-run.ts': '../../lab/run/run-world.ts',
  'lib/what-if/the-report.ts': '../report/compare.ts',
  'lib/what-if/cdk.ts': 'aws-cdk-lib',
  'lib/report/a-wing.ts': '../deployed/find-stack.ts',
  'lib/report/html/the-probe.ts': '../../../lambda/probe/run.ts',
} as const;

const ALLOWED = {
  'lambda/report/itself.ts': './vocabulary.ts',
  'lambda/report/judge/itself.ts': '../vocabulary.ts',
  'lambda/report/schema.ts': 'zod',
  'lambda/probe/the-language.ts': '../report/vocabulary.ts',
  'lib/stack/prices.ts': '../prices/prices.ts',
  'lib/lab/inputs.ts': '../report/inputs/network.ts',
  'lib/lab/run/the-language.ts': '../../../lambda/report/vocabulary.ts',
  'lib/lab/run/the-door.ts': '../kernel/kernel.ts',
  'lib/lab/kernel/the-model.ts': '../template/model.ts',
  'lib/lab/services/the-door.ts': '../kernel/kernel.ts',
  'lib/lab/worlds/the-services.ts': '../services/internet/internet.ts',
  'lib/lab/kernel/delay/itself.ts': '../topology.ts',
  'lib/lab/template/itself.ts': './model.ts',
  'lib/lab/template/errors.ts': '../../user-error.ts',
  'lib/lab/template/addresses.ts': '../../../lambda/report/addresses.ts',
  'lib/deployed/inputs.ts': '../report/inputs/network.ts',
  'lib/vpc-file/the-template.ts': '../lab/template/template.ts',
  'lib/what-if/the-model.ts': '../lab/template/model.ts',
  'lib/what-if/inputs.ts': '../report/inputs/what-if.ts',
  'lib/report/the-language.ts': '../../lambda/report/vocabulary.ts',
  'lib/cli/the-wings.ts': '../lab/lab.ts',
} as const;

/** Two files that import each other's types only. */
const CIRCLE = {
  'lib/lab/one.ts': "import type { Two } from './two.ts';\nexport type One = Two | null;\n",
  'lib/lab/two.ts': "import type { One } from './one.ts';\nexport type Two = One | null;\n",
};

let folder = '';
let found: readonly { readonly path: string; readonly rule: string }[] = [];

/** The files by themselves, under the project's own rules. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'natless-test-boundaries-'));
  const importing = Object.entries({ ...FORBIDDEN, ...ALLOWED }).map(([path, from]) => [
    path,
    `import { connect } from '${from}';\n\nconnect();\n`,
  ]);
  for (const [path = '', text = ''] of [...importing, ...Object.entries(CIRCLE)]) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { vcs, ...rules } = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8'));
  writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...rules, $schema: undefined }));
  const { stdout } = spawnSync(join(ROOT, 'node_modules', '.bin', 'biome'), ['lint', '--reporter=json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  found = JSON.parse(stdout).diagnostics.map(diagnosed);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string };
}

function diagnosed({ category, location }: Diagnostic) {
  return { path: location.path, rule: category.split('/').at(-1) ?? '' };
}

const rulesFor = (path: string) => found.filter((each) => each.path === path).map(({ rule }) => rule);

describe('a forbidden import is an error', () => {
  test.each(Object.entries(FORBIDDEN))('%s imports %s', (path) => {
    expect(rulesFor(path)).toEqual(['noRestrictedImports']);
  });
});

describe('an allowed import is not', () => {
  test.each(Object.entries(ALLOWED))('%s imports %s', (path) => {
    expect(rulesFor(path)).toEqual([]);
  });
});

test.each(Object.keys(CIRCLE))('a circle of types is an error in %s', (path) => {
  expect(rulesFor(path)).toEqual(['noImportCycles']);
});
