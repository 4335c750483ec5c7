/** `natless`: its commands and their help, and what it refuses before anything is built. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Context } from '../../lib/cli/context.ts';
import { createCommand } from '../../lib/cli/help.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { natless } from '../command.ts';

const COMMANDS = [
  'lab',
  'exec',
  'what-if',
  'targets',
  'describe',
  'worlds',
  'probe',
  'verify',
  'catalogue',
  'pulls',
  'plan',
];

const folder = mkdtempSync(join(tmpdir(), 'natless-test-usage-'));
afterAll(() => rmSync(folder, { recursive: true }));
const absent = join(folder, 'absent');

/** Eight gigabytes, none of which is on the disk. */
const huge = join(folder, 'huge');
writeFileSync(huge, '');
truncateSync(huge, 2 ** 33);

const template = join(import.meta.dirname, '..', '..', 'docs', 'examples', 'vpc.yaml');

const binary = join(folder, 'binary');
writeFileSync(binary, 'a\0b');

/** Without a process at its other end. */
const pipe = join(folder, 'pipe');
spawnSync('mkfifo', [pipe]);

describe('the help', () => {
  test.each([[], ...COMMANDS.map((name) => [name])])(
    'of natless %s fits a small terminal and ends with two examples',
    async (...command) => {
      const { stdout, stderr, status } = await natless([...command, '--help']);
      const lines = stdout.trimEnd().split('\n');
      expect(lines.length).toBeLessThanOrEqual(25);
      expect(lines.filter((line) => line.length > 80)).toEqual([]);
      const examples = lines
        .slice(-2)
        .map((line) => line.startsWith(`  ${['natless', ...command].join(' ')}`));
      expect([lines.at(-3), ...examples]).toEqual(['Examples:', true, true]);
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    },
  );

  test('of natless lists every command and the exit statuses', async () => {
    const { stdout } = await natless(['--help']);
    for (const name of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
    expect(stdout).toContain('Exit status: 0 as expected, 1 not as expected, 2 usage');
  });

  test('of a command is also printed by natless help COMMAND', async () => {
    expect(await natless(['help', 'plan'])).toEqual(await natless(['plan', '--help']));
    expect(await natless(['help'])).toEqual(await natless(['--help']));
  });

  test('of lab does not mention worlds', async () => {
    expect((await natless(['lab', '--help'])).stdout).not.toContain('world');
  });

  test('has every option, also the last of a group where that has no description', async () => {
    let stdout = '';
    const write = (text: string) => {
      stdout += text;
    };
    const context = { stdout: { write }, stderr: { write } } as unknown as Context;
    const command = createCommand({ name: 'x', description: 'x', examples: ['x', 'y'] }, context)
      .optionsGroup('One:')
      .option('--first', '')
      .optionsGroup('Two:')
      .option('--second', 'z');
    expect(() => command.parse(['--help'], { from: 'user' })).toThrow();
    expect(stdout).toContain('One:\n  --first\nTwo:\n  --second  z\n');
  });

  test('goes to standard error if no command is named', async () => {
    const { stdout, stderr, status } = await natless([]);
    expect(stderr).toContain('Usage: natless <command>');
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
  });
});

test('--version prints the version of the package', async () => {
  expect(await natless(['--version'])).toMatchObject({ stdout: `${packageJson.version}\n`, status: 0 });
});

describe('one line on standard error, and status 2, for', () => {
  test.each([
    [['lba'], "unknown command 'lba' (Did you mean lab?)"],
    [['--bogus'], "unknown option '--bogus'"],
    [['lab', '--templete', 'x'], "unknown option '--templete' (Did you mean --template?)"],
    [['lab', 'now'], '"now" is one argument too many'],
    [['what-if', 'vpc.yaml'], '"vpc.yaml" is one argument too many (did you mean --template vpc.yaml?)'],
    [
      ['lab', '--only', 's33'],
      '"s33", which is not a target (did you mean "s3"?): the targets are ifconfig.me,',
    ],
    [
      ['lab', '--region', 'Oregon'],
      'the Region is "Oregon", a name that no AWS partition uses: write one such as us-west-2',
    ],
    [['lab', '--template', absent], 'it cannot be read'],
    [['lab', '--vpc-file', absent], 'it cannot be read'],
    [['lab', '--vpc-file', import.meta.filename, '--assembly', folder], 'cannot be used with'],
    [
      ['what-if', '--vpc-file', import.meta.filename, '--write', absent],
      '--write changes a template, and a described VPC has none',
    ],
    [['what-if', '--vpc-file', import.meta.filename, '--write-cdk'], '--write-cdk changes a template'],
    [['lab', '--vpc-file', import.meta.filename], 'cannot be read as a described VPC'],
    [['describe', 'vpc-x'], '"vpc-x": write the id of a VPC, like vpc-0123456789abcdef0'],
    [['lab', '--on', 'ec2'], '--on "ec2": write lambda or fargate'],
    [['probe', '--on', 'ec2'], '--on "ec2": write lambda, fargate or fargate-dual-stack'],
    [['lab', '--format', 'gitlab'], '--format "gitlab": write github'],
    [['what-if', '--template', template, '--skip', 'x'], '--skip "x": "x" is not one of vpc-block,'],
    [['describe'], '<vpc> is missing: write natless describe [options] <vpc>'],
    [['exec'], '<command> is missing: write natless exec [options] -- <command...>'],
    [['plan'], '<report> is missing: write natless plan [options] <report>'],
    [['nope'], "unknown command 'nope': natless --help lists them"],
    [['lab', '--targets', binary], 'it cannot be read: it is binary data: name a text file'],
    [['lab', '--template', folder], 'it is a folder'],
    [['lab', '--assembly', absent], 'there is no folder of that name'],
    [['lab', '--assembly', folder, '--template', import.meta.filename], 'cannot be used with'],
    [['lab', '--expect', absent], 'it cannot be read'],
    [['lab', '--html', join(absent, 'page.html')], 'it cannot be written'],
    [['lab', '--json', '--plan'], "option '--plan' cannot be used with option '--json'"],
    [['exec', '--template', absent, '--', 'true'], 'it cannot be read'],
    [['worlds', '--run', 'atlantis'], 'there is no world "atlantis": natless worlds lists'],
    [['worlds', '--run', 'nat46'], 'there is no world "nat46" (did you mean "nat64"?)'],
    [['worlds', '--run', '--html', join(folder, 'page.html')], '--html is for one world'],
    [['probe', '--region', 'Oregon'], 'the Region is "Oregon"'],
    [['plan', absent], 'it cannot be read'],
    [['plan', '/dev/zero'], 'it has more than 33554432 bytes, and natless reads at most 33554432'],
    [['plan', 'x', '--price', '/dev/zero'], 'and natless reads at most 1048576'],
    [['lab', '--targets', '/dev/zero'], 'it has more than 2097152 bytes, and natless reads at most 2097152'],
    [['lab', '--expect', '/dev/zero'], 'and natless reads at most 33554432'],
    [['lab', '--targets', huge], 'it has 8589934592 bytes, and natless reads at most 2097152'],
    [['lab', '--html', pipe], 'it cannot be written: it is a pipe that nothing reads'],
    [['lab', '--template', pipe, '--expect', absent], 'it cannot be read: there is no file of that name'],
    [
      ['lab', '--template', folder],
      'it is a folder: name a file (a folder that cdk synth wrote goes into --assembly)',
    ],
    [['what-if', '--template', template, '--write', folder], 'is a folder: name a file with --write'],
    [
      ['what-if', '--template', template, '--write', folder, '--force'],
      'is a folder: name a file with --write',
    ],
    [['what-if', '--template', template, '--only-mine'], 'no other targets are named: add --target URL'],
    [
      ['lab', '--vpc-file', template],
      'name the file that natless describe wrote (a template goes into --template)',
    ],
    [['plan', folder], 'it cannot be read: it is a folder: name a file'],
  ])('natless %j', async (args, words) => {
    const { stdout, stderr, status } = await natless(args);
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringContaining(words)]);
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
  });
});

test('a refused command leaves no file', async () => {
  const file = join(folder, 'capture.pcap');
  await natless(['lab', '--pcap', file, '--only', 's33']);
  expect(existsSync(file)).toBe(false);
});

test('--only accepts a target that --target adds', async () => {
  const url = 'https://api.example.com';
  const { stderr } = await natless(['lab', '--target', url, '--only', `${url},s33`]);
  expect(stderr).toContain(`the targets are `);
  expect(stderr).toContain(url);
  expect(stderr).toContain('"s33", which is not a target');
});
