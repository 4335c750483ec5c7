/** The package, as `npm pack` makes it: what is in it, and that it runs, synthesizes and type-checks in another project. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportOf } from '../../lambda/report/judge/summary.ts';
import type { Report } from '../../lambda/report/report-schema.ts';
import { ROOT } from '../../lib/folders.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { passing, run } from '../report/run-builder.ts';

const PACKAGES = join(ROOT, 'node_modules');
const TEMPLATE = join(ROOT, 'test', 'lab', 'fixtures', 'workloads.yaml');

/** Packing compiles everything, and a lab takes ten seconds on an idle machine. */
const TIMEOUT_MS = 240_000;

const app = mkdtempSync(join(tmpdir(), 'natless-test-package-'));
const installed = join(app, 'node_modules', 'natless');
let files: readonly string[] = [];

/** npm says how the package would be: name, files, and where it has put it. */
interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** A copy of the checkout is packed, since a build beside the modules could be taken for them by other tests. */
beforeAll(() => {
  const clone = join(app, 'clone');
  mkdirSync(clone);
  for (const name of readdirSync(ROOT)) {
    if (['node_modules', '.git', 'dist', 'test', 'cdk.out'].includes(name)) continue;
    cpSync(join(ROOT, name), join(clone, name), { recursive: true });
  }
  symlinkSync(PACKAGES, join(clone, 'node_modules'));
  const packed = ended('npm', ['pack', '--json'], clone);
  const [{ filename, files: list }] = JSON.parse(packed.stdout.slice(packed.stdout.indexOf('['))) as [Packed];
  files = list.map(({ path }) => path);
  install(join(clone, filename));
  rmSync(clone, { recursive: true });
}, TIMEOUT_MS);
afterAll(() => rmSync(app, { recursive: true, force: true }));

/** As npm does, without a registry: the other packages are this checkout's, each beside natless. */
function install(tarball: string): void {
  mkdirSync(installed, { recursive: true });
  ended('tar', ['xzf', tarball, '-C', installed, '--strip-components=1'], app);
  for (const name of readdirSync(PACKAGES).filter((each) => !each.startsWith('.')))
    symlinkSync(join(PACKAGES, name), join(app, 'node_modules', name));
  mkdirSync(join(app, 'node_modules', '.bin'));
  symlinkSync(join(installed, packageJson.bin.natless), join(app, 'node_modules', '.bin', 'natless'));
  writeFileSync(join(app, 'package.json'), '{ "type": "module" }');
}

function ended(program: string, args: readonly string[], cwd: string) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
    maxBuffer: 64 * 1024 * 1024,
  });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return { stdout, stderr };
}

const started = (program: string, args: readonly string[]) =>
  spawnSync(program, args, { cwd: app, encoding: 'utf8', timeout: TIMEOUT_MS });

/** What `npx natless` starts, without npm, which takes longer to start than natless. */
const natless = (args: readonly string[]) => started(join(app, 'node_modules', '.bin', 'natless'), args);

describe('the package', () => {
  test('has what it runs and what an app imports, and neither sources nor tests nor pages', () => {
    const folders = new Set(files.map((path) => path.split('/').slice(0, 2).join('/')));
    expect([...folders].toSorted()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'bin/app.mjs',
      'bin/compile-cache.mjs',
      'bin/find-node.mjs',
      'bin/natless.mjs',
      'bin/start.mjs',
      'cdk.json',
      'dist/bin',
      'dist/lambda',
      'dist/lib',
      'package.json',
    ]);
    expect(files.filter((path) => /(?<!\.d)\.ts$|\.map$/.test(path))).toEqual([]);
  });

  test('names files that it has', () => {
    const named = Object.values(packageJson.exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry),
    );
    const missing = [...named, packageJson.bin.natless].filter((file) => !existsSync(join(installed, file)));
    expect(missing).toEqual([]);
  });

  test('declares no module by a file that only the clone has', () => {
    const declarations = files.filter((path) => path.endsWith('.d.ts'));
    const texts = declarations.map((path) => readFileSync(join(installed, path), 'utf8'));
    expect(texts.filter((text) => /'\.[^']*\.ts'/.test(text))).toEqual([]);
    expect(texts.length).toBeGreaterThan(5);
  });
});

describe('in another project', () => {
  test('the command prints the version of the package', () => {
    const { status, stdout, stderr } = started('npx', ['natless', '--version']);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: `${packageJson.version}\n`, stderr: '' });
  });

  test('the lab runs on a template', () => {
    const { stdout, stderr } = natless([
      'lab',
      '--template',
      TEMPLATE,
      '--workload',
      'Web',
      '--only',
      'sts',
      '--json',
    ]);
    const { runs } = JSON.parse(stdout || JSON.stringify({ runs: [stderr] })) as Report;
    const found = runs.map(({ targets, lab }) => [targets.map(({ id }) => id), lab?.referee?.disagreements]);
    expect(found).toEqual([[['sts'], []]]);
  });

  test("the lab synthesizes natless's own stack, and keeps the assembly", () => {
    const own = ['lab', '--only', 'sts'];
    expect(natless(own)).toMatchObject({ status: 0 });
    expect(natless(own).stderr).toContain('unchanged since its last synthesis');
  });

  test('verify says that it needs a clone, before it asks AWS for anything', () => {
    const { status, stderr } = natless(['verify', '--yes']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('a clone')]);
  });
});

const APP = `
import { writeFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib/core';
import { DualStackNetwork, FlowLogs } from 'natless';
import { type Report, reportSchema, SCHEMA_VERSION } from 'natless/report';

const app = new App({ outdir: 'out' });
const stack = new Stack(app, 'Example');
const network = new DualStackNetwork(stack, 'Network', { availabilityZones: 1 });
new FlowLogs(stack, 'FlowLogs', { vpc: network.vpc });
app.synth();

const report: Report = reportSchema.parse(JSON.parse(process.argv[2] ?? ''));
writeFileSync('report.json', JSON.stringify([report.schemaVersion, SCHEMA_VERSION]));
`;

describe('an app that imports the package', () => {
  test('synthesizes its constructs, and reads a report by its schema', () => {
    writeFileSync(join(app, 'app.ts'), APP);
    const report = JSON.stringify(reportOf([run([passing('s3')])]));
    ended(process.execPath, ['app.ts', report], app);
    const template = JSON.parse(readFileSync(join(app, 'out', 'Example.template.json'), 'utf8'));
    const types = Object.values(template.Resources as Record<string, { Type: string }>).map(
      ({ Type }) => Type,
    );
    expect(types).toEqual(
      expect.arrayContaining(['AWS::EC2::EgressOnlyInternetGateway', 'AWS::EC2::FlowLog']),
    );
    expect(JSON.parse(readFileSync(join(app, 'report.json'), 'utf8'))).toEqual([2, 2]);
  });

  /** The strictest that a project can be: declarations are checked too. Those of the CDK have an error of their own. */
  test('type-checks, and a prop or a field that does not exist is an error', () => {
    writeFileSync(join(app, 'app.ts'), APP);
    writeFileSync(join(app, 'wrong-prop.ts'), APP.replace('availabilityZones: 1', 'natGateways: 1'));
    writeFileSync(join(app, 'wrong-field.ts'), APP.replace('report.schemaVersion', 'report.schema'));
    const compilerOptions = {
      ...{ strict: true, noEmit: true, skipLibCheck: false },
      ...{ module: 'NodeNext', target: 'ES2024', types: ['node'] },
    };
    writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
    const { stdout } = spawnSync(join(PACKAGES, '.bin', 'tsc'), ['-p', app], { cwd: app, encoding: 'utf8' });
    const errors = (stdout.match(/^\S+ error .*/gm) ?? []).filter(
      (line) => !/aws-cdk-lib|@types/.test(line.split('(')[0] ?? ''),
    );
    expect(errors.toSorted()).toEqual([
      expect.stringMatching(/^wrong-field\.ts.*'schema'/),
      expect.stringMatching(/^wrong-prop\.ts.*natGateways/),
    ]);
  });
});
