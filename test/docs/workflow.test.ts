/** The workflow of docs/ci.md is one that GitHub accepts, by GitHub's own parser, and its commands do what the page says. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { cloneInto, EXAMPLE } from './clone.ts';
import { fencesOf } from './fences.ts';
import { PAGES, ROOT } from './pages.ts';

/** A lab takes ten seconds on an idle machine. */
const STEP_TIMEOUT_MS = 90_000;

interface Step {
  readonly run?: string;
  readonly 'working-directory'?: string;
}

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

/** What the tests use of `@actions/workflow-parser`. */
interface Parser {
  parseWorkflow(
    file: { readonly name: string; readonly content: string },
    log: object,
  ): {
    readonly context: { readonly errors: { getErrors(): readonly { readonly message: string }[] } };
  };
  readonly NoOperationTraceWriter: new () => object;
}

const workflows = PAGES.flatMap(fencesOf).filter(
  ({ language, text }) => language === 'yaml' && /^jobs:/m.test(text),
);
const [workflow = ''] = workflows.map(({ text }) => text);

const folder = mkdtempSync(join(tmpdir(), 'natless-test-workflow-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let parser: Parser;

/** The package imports JSON as bundlers allow it, and Node does not. */
beforeAll(async () => {
  const outfile = join(folder, 'parser.mjs');
  const require =
    "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  buildSync({
    stdin: { contents: "export * from '@actions/workflow-parser';", resolveDir: ROOT },
    ...{ bundle: true, format: 'esm', platform: 'node', banner: { js: require }, outfile },
  });
  parser = await import(outfile);
});

function problemsOf(content: string): string[] {
  const log = new parser.NoOperationTraceWriter();
  const { context } = parser.parseWorkflow({ name: 'workflow.yml', content }, log);
  return context.errors.getErrors().map(({ message }) => message.replace(/^.*?\): /, ''));
}

test('the pages have a workflow', () => {
  expect(workflows.map(({ at }) => at.split(':')[0])).toEqual(['docs/ci.md']);
});

test('GitHub’s parser finds nothing wrong with it', () => {
  expect(workflows.map(({ text }) => problemsOf(text))).toEqual([[]]);
});

test.each([
  ['a misspelt key of a job', 'timeout-minutes:', 'timeout-minuts:', ["Unexpected value 'timeout-minuts'"]],
  ['a misspelt key of a step', 'working-directory:', 'working-dir:', ["Unexpected value 'working-dir'"]],
  ['a permission that does not exist', 'contents: read', 'contents: reed', ["Unexpected value 'reed'"]],
  [
    'an event that does not exist',
    'on: pull_request',
    'on: pull_requests',
    ["Unexpected value 'pull_requests'"],
  ],
  ['a job without a runner', '    runs-on: ubuntu-24.04\n', '', ['Required property is missing: runs-on']],
])('it would find %s', (_, right, wrong, found) => {
  expect(workflow).toContain(right);
  expect(problemsOf(workflow.replace(right, wrong))).toEqual(found);
});

/** A runner after the checkouts and `npm ci`; the tests' user stands for the one that sudo gives. */
function runner(): NodeJS.ProcessEnv {
  mkdirSync(join(folder, 'app'));
  mkdirSync(join(folder, 'bin'));
  copyFileSync(EXAMPLE, join(folder, 'app', 'vpc.yaml'));
  cloneInto(join(folder, 'natless'));
  writeFileSync(join(folder, 'bin', 'sudo'), '#!/bin/sh\nexec "$@"\n');
  chmodSync(join(folder, 'bin', 'sudo'), 0o755);
  return {
    ...process.env,
    PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
  };
}

describe.skipIf(inject('labRefused') !== null)('its commands', () => {
  test('write the summary of the job and the file that it keeps', () => {
    const { jobs } = parse(workflow) as Workflow;
    const steps = Object.values(jobs).flatMap((job) => job.steps.filter(({ run }) => run !== undefined));
    expect(steps.map(({ run }) => run)).toEqual(['npm ci', expect.stringContaining('natless.mjs lab')]);
    const env = runner();
    for (const { run = '', 'working-directory': place = '' } of steps.slice(1)) {
      const cwd = join(folder, place);
      const { status, stderr } = spawnSync('bash', ['-e', '-c', run], {
        ...{ cwd, env, encoding: 'utf8', timeout: STEP_TIMEOUT_MS },
      });
      expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    }
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toMatch(/^### .*NAT gateway/);
    expect(readFileSync(join(folder, 'natless.xml'), 'utf8')).toMatch(/<testsuite /);
  });
});
