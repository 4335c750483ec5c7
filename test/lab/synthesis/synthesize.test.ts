/** When an assembly is synthesized, when the one of an earlier synthesis is taken, and what the app is run with. */
import { hash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { ROOT } from '../../../lib/folders.ts';
import { appRun, runApp } from '../../../lib/lab/run/synthesis/cdk-app.ts';
import { synthesizeInto } from '../../../lib/lab/run/synthesis/synthesize.ts';
import { UserError } from '../../../lib/user-error.ts';

/** Writes what it was run with, as an assembly; lib/during.sh may do more. A shell starts ten times as fast as Node. */
const APP = `
echo '{}' > "$CDK_OUTDIR/manifest.json"
cp "$CONTEXT_OVERFLOW_LOCATION_ENV" "$CDK_OUTDIR/context.json"
env -0 > "$CDK_OUTDIR/environment"
. lib/during.sh
`;

let folder: string;
let root: string;
let kept: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'natless-test-'));
  root = join(folder, 'project');
  kept = join(folder, 'kept');
  for (const name of ['bin', 'lambda', 'lib', 'node_modules'])
    mkdirSync(join(root, name), { recursive: true });
  write('cdk.json', JSON.stringify({ app: 'sh bin/app.sh', context: { natless: { a: 1 }, flag: true } }));
  write('bin/app.sh', APP);
  write('lib/during.sh', '');
  write('lib/source.ts', 'one');
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, content: string): void {
  writeFileSync(join(root, path), content);
}

async function synthesize(settings?: object) {
  const memory = mkdtempSync(join(folder, 'memory-'));
  const steps: string[] = [];
  const progress = (step: string) => steps.push(step);
  const assembly = await synthesizeInto(memory, { root, kept, settings, progress });
  const isFresh = steps.includes('synthesizing the stack');
  expect(steps).toEqual([
    isFresh ? 'synthesizing the stack' : 'the stack is unchanged since its last synthesis',
  ]);
  return { memory, assembly, isFresh };
}

/** What the app was run with. */
async function seenByTheApp(settings?: object) {
  const { memory, assembly } = await synthesize(settings);
  const variables = readFileSync(join(assembly, 'environment'), 'utf8').split('\0').slice(0, -1);
  const environment = Object.fromEntries(variables.map((text) => text.split(/=(.*)/s)));
  return { memory, environment, context: JSON.parse(readFileSync(join(assembly, 'context.json'), 'utf8')) };
}

/** A digest of each file, under its path in the assembly. */
function digests(assembly: string): Record<string, string> {
  const names = readdirSync(assembly, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(
    files.map((file) => [file.slice(assembly.length + 1), hash('sha256', readFileSync(file))]),
  );
}

test('the project is synthesized to the same bytes as by cdk synth', async () => {
  const assembly = await synthesizeInto(mkdtempSync(join(folder, 'memory-')), {
    root: ROOT,
    kept,
    progress: () => {},
  });
  // Only the CLI has the app validate.
  const { 'validation-report.json': _, ...files } = digests(assembly);
  expect(Object.keys(files).length).toBeGreaterThan(20);
  // Other tests write templates of their own beside the CLI's files.
  expect(digests(inject('assembly'))).toMatchObject(files);
});

describe('a second synthesis', () => {
  test('takes the assembly of the first, byte for byte', async () => {
    const first = await synthesize();
    const second = await synthesize();
    expect([first.isFresh, second.isFresh]).toEqual([true, false]);
    expect(digests(second.assembly)).toEqual(digests(first.assembly));
  });

  test('does not lose its assembly to the end of the first', async () => {
    const { memory } = await synthesize();
    rmSync(memory, { recursive: true });
    expect((await synthesize()).isFresh).toBe(false);
  });

  test.each<[what: string, change: () => void]>([
    ['a source', () => write('lib/source.ts', 'two')],
    ['the app', () => write('bin/app.sh', `${APP}\n`)],
    ['what the app bundles', () => write('lambda/handler.ts', '')],
    [
      'a context value in cdk.json',
      () => write('cdk.json', '{"app":"sh bin/app.sh","context":{"flag":false}}'),
    ],
    ['the context of cdk.context.json', () => write('cdk.context.json', '{}')],
    ['package.json', () => write('package.json', '{}')],
    ['the lockfile', () => write('package-lock.json', '{}')],
    ['the installed packages', () => write('node_modules/.package-lock.json', '{}')],
    ['the settings of the bundler', () => write('tsconfig.json', '{}')],
    ['the name of a source', () => renameSync(join(root, 'lib/source.ts'), join(root, 'lib/other.ts'))],
    ['the mode of a source', () => chmodSync(join(root, 'lib/source.ts'), 0o755)],
    ['a variable of the environment', () => vi.stubEnv('NATLESS_TEST', 'another')],
    ['the Region of the environment', () => vi.stubEnv('AWS_REGION', 'eu-west-1')],
  ])('synthesizes anew after a change to %s', async (_, change) => {
    await synthesize();
    change();
    expect((await synthesize()).isFresh).toBe(true);
  });

  test('synthesizes anew after a change that keeps length and modification time', async () => {
    const time = new Date(0);
    utimesSync(join(root, 'lib/source.ts'), time, time);
    await synthesize();
    write('lib/source.ts', 'two');
    utimesSync(join(root, 'lib/source.ts'), time, time);
    expect((await synthesize()).isFresh).toBe(true);
  });

  test('synthesizes anew for other settings, and knows the earlier ones again', async () => {
    await synthesize({ vpcName: 'one' });
    expect((await synthesize({ vpcName: 'two' })).isFresh).toBe(true);
    expect((await synthesize({ vpcName: 'one' })).isFresh).toBe(false);
  });

  test('synthesizes anew in a copy of the project', async () => {
    await synthesize();
    cpSync(root, `${root}-copy`, { recursive: true });
    root = `${root}-copy`;
    expect((await synthesize()).isFresh).toBe(true);
  });

  test.each<[what: string, change: () => void]>([
    ['the time of a source', () => utimesSync(join(root, 'lib/source.ts'), new Date(), new Date())],
    ['a file that the app cannot use', () => write('report.json', '{}')],
    ['credentials', () => vi.stubEnv('AWS_SESSION_TOKEN', 'another')],
    ['what npm says of itself', () => vi.stubEnv('npm_lifecycle_event', 'another')],
    ['how often the PATH names a folder', () => vi.stubEnv('PATH', `${process.env.PATH}:/usr/bin:/usr/bin`)],
    ['the size of the terminal', () => vi.stubEnv('COLUMNS', '132')],
  ])('takes the assembly in spite of a change to %s', async (_, change) => {
    await synthesize();
    change();
    expect((await synthesize()).isFresh).toBe(false);
  });

  test('synthesizes anew where the kept assembly is damaged, and keeps that one', async () => {
    await synthesize();
    for (const name of readdirSync(kept)) writeFileSync(join(kept, name), 'damaged');
    expect((await synthesize()).isFresh).toBe(true);
    expect((await synthesize()).isFresh).toBe(false);
  });
});

describe('an assembly is not kept', () => {
  test.each([
    ['gets another content', 'printf more >> lib/source.ts'],
    ['gets the same content again', 'printf one > lib/source.ts'],
  ])('where a source %s during the synthesis', async (_, code) => {
    write('lib/during.sh', code);
    await synthesize();
    write('lib/source.ts', 'one');
    expect((await synthesize()).isFresh).toBe(true);
  });

  test('where a source cannot be read', async () => {
    symlinkSync('nowhere', join(root, 'lib/link.ts'));
    await synthesize();
    expect((await synthesize()).isFresh).toBe(true);
  });

  test('where the folder for it cannot be written', async () => {
    writeFileSync(kept, 'a file');
    await synthesize();
    expect((await synthesize()).isFresh).toBe(true);
  });

  test('of a synthesis that failed', async () => {
    write('lib/during.sh', 'exit 1');
    await expect(synthesize()).rejects.toThrow(UserError);
    await expect(synthesize()).rejects.toThrow(UserError);
  });
});

describe('the app', () => {
  test('runs on the Node that runs the lab', async () => {
    write('lib/during.sh', 'node --version > "$CDK_OUTDIR/version"');
    const { assembly } = await synthesize();
    expect(readFileSync(join(assembly, 'version'), 'utf8').trim()).toBe(process.version);
  });

  test('gets the context of cdk.json and cdk.context.json', async () => {
    write('cdk.context.json', '{"found": "there", "flag": "not this one"}');
    const { context } = await seenByTheApp();
    expect(context).toMatchObject({ natless: { a: 1 }, flag: true, found: 'there' });
  });

  test('gets settings that are larger than a variable may be', async () => {
    const targets = Array.from({ length: 10_000 }, (_, index) => `https://host-${index}.example.com`);
    expect((await seenByTheApp({ targets })).context.natless).toEqual({ targets });
  });

  test('gets no account', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_PROFILE', 'production');
    vi.stubEnv('CDK_DEFAULT_ACCOUNT', '111122223333');
    const names = Object.keys((await seenByTheApp()).environment);
    expect(names.filter((name) => /^AWS_|ACCOUNT/.test(name))).toEqual([]);
  });

  test.each([
    [undefined, 'us-east-1'],
    ['eu-west-1', 'eu-west-1'],
  ])('gets for AWS_REGION %s the Region %s', async (given, expected) => {
    vi.stubEnv('AWS_REGION', given);
    vi.stubEnv('AWS_DEFAULT_REGION', undefined);
    expect((await seenByTheApp()).environment.CDK_DEFAULT_REGION).toBe(expected);
  });

  test('writes temporary and cached files beside the assembly, whatever TMPDIR and HOME say', async () => {
    vi.stubEnv('TMPDIR', '/dev/null/nowhere');
    vi.stubEnv('HOME', '/dev/null/home');
    const { memory, environment } = await seenByTheApp();
    expect(environment).toMatchObject({ TMPDIR: join(memory, 'tmp'), HOME: join(memory, 'tmp') });
    expect(readdirSync(memory)).toContain('tmp');
  });

  test('that fails is quoted, without the CDK modules that Node prints as one line', async () => {
    write('lib/during.sh', `echo 'what is wrong' >&2; echo ${'x'.repeat(2_000)} >&2; exit 1`);
    const error = await synthesize().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as Error).message).toMatch(/^the stack cannot be synthesized:\n.*what is wrong/s);
    expect((error as Error).message).not.toContain('xxx');
  });

  test('that does not end is ended, with everything that it has started', async () => {
    const pids = join(folder, 'pids');
    write('lib/during.sh', `sleep 600 & echo $! > '${pids}'; sleep 600`);
    const memory = mkdtempSync(join(folder, 'memory-'));
    mkdirSync(join(memory, 'assembly'));
    const startedAt = performance.now();
    const ended = runApp(appRun(root), join(memory, 'assembly'), memory, 1_000);
    await expect(ended).rejects.toThrow('"app" of cdk.json printed no reason, and ended with SIGKILL');
    await expect(ended).rejects.toThrow(UserError);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    const stat = `/proc/${readFileSync(pids, 'utf8').trim()}/stat`;
    // Ended, and perhaps not yet reaped by the machine's first process.
    await vi.waitFor(() => {
      if (existsSync(stat)) expect(readFileSync(stat, 'utf8')).toMatch(/\) [ZX] /);
    });
  });

  test('that looks something up in an account is refused', async () => {
    write('lib/during.sh', `echo '{"missing": [{"key": "vpc-provider:x"}]}' > "$CDK_OUTDIR/manifest.json"`);
    await expect(synthesize()).rejects.toThrow('it looks up "vpc-provider:x"');
    await expect(synthesize()).rejects.toThrow(UserError);
  });

  test('that cdk.json does not name is asked for', async () => {
    write('cdk.json', '{}');
    await expect(synthesize()).rejects.toThrow('cdk.json has no "app"');
  });
});
