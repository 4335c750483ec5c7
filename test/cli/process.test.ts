/** What only a separate process can show: closed pipes, terminals, npm scripts, exit statuses. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, linkSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findNode } from '../../bin/find-node.mjs';
import { reportOf } from '../../lambda/report/judge/summary.ts';
import { ROOT } from '../../lib/folders.ts';
import { isInstalled } from '../../lib/lab/session/privileges.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { NATLESS, startNatless } from '../command.ts';
import { startAwsStandIn } from '../deployed/aws-stand-in.ts';
import { userEnvironment } from '../deployed/deployed-stack.ts';
import { passing, run } from '../report/run-builder.ts';

const folder = mkdtempSync(join(tmpdir(), 'natless-test-process-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a reader that closes the pipe (`| head`) causes no error', async () => {
  const child = spawn(process.execPath, [NATLESS, 'worlds']);
  child.stdout.destroy();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const status = await new Promise((resolve) => child.once('close', resolve));
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
});

test('the exit status is that of the command', async () => {
  expect((await startNatless(['--version'])).status).toBe(0);
  expect((await startNatless(['lba'])).status).toBe(2);
});

/** Runs it in a terminal, with util-linux's script. It gets only what programs are found by: Node also reads CI, TMUX and others for colours. */
function inTerminal(command: string, env: NodeJS.ProcessEnv = {}): string {
  const { PATH, HOME } = process.env;
  return spawnSync('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    encoding: 'utf8',
    env: { PATH, HOME, TERM: 'xterm-256color', ...env },
  }).stdout;
}

describe('colours', () => {
  const report = join(folder, 'report.json');
  writeFileSync(report, JSON.stringify(reportOf([run([passing('s3')])])));
  const COLOUR = '\u001b[';

  test.runIf(isInstalled('script'))('are for terminals, unless NO_COLOR is set', () => {
    const command = `${process.execPath} ${NATLESS} plan ${report}`;
    expect(inTerminal(command)).toContain(COLOUR);
    expect(inTerminal(command, { NO_COLOR: '1' })).not.toContain(COLOUR);
  });

  test('are not for pipes', async () => {
    const { stdout, status } = await startNatless(['plan', report]);
    expect(stdout).not.toContain(COLOUR);
    expect(status).toBe(0);
  });
});

test('the npm scripts are short names of the commands', () => {
  const { lab, plan, probe, 'verify:aws': verify } = packageJson.scripts;
  expect([lab, plan, probe, verify]).toEqual(
    ['lab', 'plan', 'probe', 'verify'].map((name) => `node bin/natless.mjs ${name}`),
  );
  const { stdout } = spawnSync('npm', ['run', '--silent', 'lab', '--', '--help'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(stdout).toMatch(/^Usage: natless lab /);
});

describe('under a Node.js other than the packaged one', () => {
  const { file } = findNode();
  const other = join(folder, 'node');
  // A hard link is the same program by another name; /tmp may be another file system.
  beforeAll(() => {
    try {
      linkSync(process.execPath, other);
    } catch {
      cpSync(process.execPath, other);
    }
  });

  /** A command that waits for an answer of AWS, until it gets a signal. */
  async function waitingEndedBy(signal: NodeJS.Signals): Promise<number | null> {
    const aws = await startAwsStandIn({ DescribeStacks: () => new Promise(() => {}) });
    const child = spawn(other, [NATLESS, 'probe'], { env: userEnvironment(aws) });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('looking for stack')) child.kill(signal);
    });
    // Only once the other process, too, has closed the pipes.
    const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
    await aws.stop();
    return status;
  }

  test.runIf(file === process.execPath)('the packaged one runs the command, with its exit status', () => {
    const { status, stderr } = spawnSync(other, [NATLESS, 'lba'], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "error: unknown command 'lba' (Did you mean lab?)\n",
    });
  });

  test('Ctrl-C ends both with status 130', async () => {
    expect(await waitingEndedBy('SIGINT')).toBe(130);
  });

  test('both end where the first one is killed', async () => {
    expect(await waitingEndedBy('SIGKILL')).toBe(null);
  });
});
