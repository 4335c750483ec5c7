/** A stranger's template in the lab: its code is never run, its links lead nowhere, its variables change no code. */
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { ROOT } from '../../lib/folders.ts';
import { KEPT_ASSEMBLIES } from '../../lib/lab/run/synthesis/kept-assemblies.ts';
import { synthesizeInto } from '../../lib/lab/run/synthesis/synthesize.ts';
import { type Resource, resourcesOfType, type Template } from '../../lib/lab/template/template.ts';
import { addVariable } from '../../lib/lab/worlds/change/functions.ts';
import { type Ended, lab, reportIn } from './lab-command.ts';

const refused = inject('labRefused');

const folder = mkdtempSync(join(tmpdir(), 'natless-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

let assembly: string;
beforeEach(() => {
  assembly = mkdtempSync(join(folder, 'assembly-'));
  cpSync(inject('assembly'), assembly, { recursive: true });
});

function changeTemplate(change: (template: Template) => void): void {
  const file = join(assembly, 'Natless.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
  change(template);
  writeFileSync(file, JSON.stringify(template));
}

const ASSET_PATH = 'aws:asset:path';

function probesIn(template: Template): (Resource & { Metadata: Record<string, string> })[] {
  const functions = resourcesOfType(template, 'AWS::Lambda::Function').map(([, resource]) => resource);
  return functions.filter(({ Properties }) => Properties?.VpcConfig !== undefined) as ReturnType<
    typeof probesIn
  >;
}

function setAssetPath(path: string): void {
  changeTemplate((template) => {
    for (const { Metadata } of probesIn(template)) Metadata[ASSET_PATH] = path;
  });
}

/** The folder of the probes' code. */
function codeFolder(): string {
  const template = JSON.parse(readFileSync(join(assembly, 'Natless.template.json'), 'utf8')) as Template;
  const [probe] = probesIn(template);
  return join(assembly, probe?.Metadata[ASSET_PATH] ?? '');
}

function run(...args: string[]): Promise<Ended> {
  return lab('--json', '--assembly', assembly, '--only', 'checkip', '--subnet', 'us-west-2a', ...args);
}

const REPLACED = 'the lab runs its own probe in place of the code of';

describe.skipIf(refused !== null)('the code of an assembly', () => {
  test('is not replaced where it is this version’s, with other targets in the settings too', async () => {
    const target = { id: 'mine', url: 'https://checkip.global.api.aws/', scheme: 'https', port: 443 };
    const whole = { ...target, host: 'checkip.global.api.aws', expect: 'reached', metrics: false };
    writeFileSync(join(codeFolder(), 'settings-targets.json'), JSON.stringify([whole]));
    const ended = await lab('--json', '--assembly', assembly, '--only', 'mine', '--subnet', 'us-west-2a');
    expect(ended.stderr).not.toContain(REPLACED);
    expect(reportIn(ended).runs[0]?.targets.map(({ id, path }) => [id, path])).toEqual([['mine', 'eigw']]);
    expect(ended.status).toBe(0);
  });

  test.each([
    [
      'a changed file',
      (code: string) => writeFileSync(join(code, 'handler.mjs'), 'throw new Error("pwned")'),
    ],
    ['one more file', (code: string) => writeFileSync(join(code, 'more.mjs'), '')],
  ])('with %s is not run: the lab’s own is, in its place, and says so', async (_, change) => {
    change(codeFolder());
    const ended = await run();
    expect(ended.stderr).toContain(REPLACED);
    expect(ended.stderr).not.toContain('pwned');
    const [result] = reportIn(ended).runs;
    // In the same subnet, with the same role and environment.
    expect(result?.network.availabilityZone).toBe('us-west-2a');
    expect(result?.network.route.witness).toBe('ec2');
    expect(result?.targets.map(({ id, verdict }) => [id, verdict])).toEqual([['checkip', 'pass']]);
    expect(ended.status).toBe(0);
  });

  test('is not run by another handler either', async () => {
    changeTemplate((template) => {
      for (const { Properties } of probesIn(template))
        Object.assign(Properties ?? {}, { Handler: 'more.pwned' });
    });
    expect((await run()).status).toBe(0);
  });

  test.each([
    ['../../..', 'leads to "/'],
    ['link', 'leads to "/etc", outside the assembly'],
    ['with-link', 'with-link/passwd" leads to "/etc/passwd", outside the assembly'],
    ['with-broken-link', 'with-broken-link/none" leads to nothing'],
    ['absent', 'there is no folder'],
    ['manifest.json', 'there is no folder'],
  ])('at %s is an error that names it', async (path, words) => {
    symlinkSync('/etc', join(assembly, 'link'));
    for (const name of ['with-link', 'with-broken-link'])
      cpSync(codeFolder(), join(assembly, name), { recursive: true });
    symlinkSync('/etc/passwd', join(assembly, 'with-link', 'passwd'));
    symlinkSync('none-at-all', join(assembly, 'with-broken-link', 'none'));
    setAssetPath(path);
    const { status, stderr, stdout } = await run();
    expect(stderr).toContain(words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test('may be reached by a link within the assembly', async () => {
    symlinkSync(codeFolder(), join(assembly, 'link'));
    setAssetPath('link');
    const { status, stderr } = await run();
    expect(stderr).not.toContain(REPLACED);
    expect(status).toBe(0);
  });

  test('may not have targets that no synthesis wrote', async () => {
    writeFileSync(join(codeFolder(), 'settings-targets.json'), '{"not": "targets"}');
    const { status, stderr } = await run();
    expect(stderr).toMatch(
      /settings-targets\.json" is not a list of targets .*: synthesize the assembly again/,
    );
    expect(status).toBe(2);
  });
});

describe.skipIf(refused !== null)('the variables of an assembly', () => {
  test('that could run other code are left out, and named', async () => {
    changeTemplate((template) => {
      addVariable(template, 'NODE_OPTIONS', '--import=data:text/javascript,throw(1)');
      addVariable(template, 'AWS_LAMBDA_EXEC_WRAPPER', '/var/task/wrapper');
    });
    const { status, stderr } = await run();
    expect(stderr).toContain(
      'the lab leaves out variables that could run other code: NODE_OPTIONS, AWS_LAMBDA_EXEC_WRAPPER\n',
    );
    expect(status).toBe(0);
  });

  test('that are the stack’s are not', async () => {
    expect((await run()).stderr).not.toContain('leaves out');
  });
});

describe.skipIf(refused !== null)('the image of an assembly', () => {
  let original: string;
  beforeAll(async () => {
    const memory = mkdtempSync(join(folder, 'image-'));
    const project = { root: ROOT, kept: KEPT_ASSEMBLIES, settings: { fargate: true }, progress: () => {} };
    original = await synthesizeInto(memory, project);
  }, 60_000);

  beforeEach(() => {
    rmSync(assembly, { recursive: true });
    cpSync(original, assembly, { recursive: true });
  });

  /** The folder with the Dockerfile. */
  function context(): string {
    const folders = readdirSync(assembly).map((name) => join(assembly, name));
    return folders.find((each) => existsSync(join(each, 'Dockerfile'))) ?? '';
  }

  const run = () =>
    lab('--json', '--assembly', assembly, '--on', 'fargate', '--only', 'checkip', '--subnet', 'us-west-2a');

  test('is run where it is this version’s', async () => {
    const ended = await run();
    expect(ended.stderr).not.toContain(REPLACED);
    expect(reportIn(ended).runs[0]?.targets[0]?.verdict).toBe('pass');
  });

  test.each([
    ['main.mjs', 'throw new Error("pwned")'],
    [
      'Dockerfile',
      'FROM node:24-slim\nCOPY . /var/task\nENTRYPOINT ["/bin/sh", "-c", "echo pwned; exit 1"]\n',
    ],
    ['Dockerfile', 'FROM evil\nRUN evil\n'],
  ])('with another %s is not', async (file, text) => {
    writeFileSync(join(context(), file), text);
    const ended = await run();
    expect(ended.stderr).toContain(REPLACED);
    expect(ended.stderr).not.toContain('pwned');
    expect(reportIn(ended).runs[0]?.targets[0]?.verdict).toBe('pass');
    expect(ended.status).toBe(0);
  });

  test('may not be a link out of the assembly', async () => {
    const folder = context();
    rmSync(folder, { recursive: true });
    symlinkSync('/etc', folder);
    const { status, stderr } = await run();
    expect(stderr).toContain('leads to "/etc", outside the assembly');
    expect(status).toBe(2);
  });
});
