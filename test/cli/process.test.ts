/** What only a separate process can show: closed pipes, terminals, npm scripts, exit statuses. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { reportOf } from '../../lambda/report/judge/summary.ts';
import { ROOT } from '../../lib/folders.ts';
import { NATLESS, startNatless } from '../command.ts';
import { isThere } from '../programs.ts';
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

/** Runs it in a terminal, with util-linux's script. */
function inTerminal(command: string, env: NodeJS.ProcessEnv = {}): string {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  return spawnSync('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    encoding: 'utf8',
    env: { ...inherited, TERM: 'xterm-256color', ...env },
  }).stdout;
}

describe('colours', () => {
  const report = join(folder, 'report.json');
  writeFileSync(report, JSON.stringify(reportOf([run([passing('s3')])])));
  const COLOUR = '\u001b[';

  test.runIf(isThere('script'))('are for terminals, unless NO_COLOR is set', () => {
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
  const run = (script: string) =>
    spawnSync('npm', ['run', '--silent', script, '--', '--help'], { cwd: ROOT, encoding: 'utf8' }).stdout;
  const usages = ['lab', 'plan', 'probe', 'verify:aws'].map((script) => run(script).split(' [')[0]);
  expect(usages).toEqual(['lab', 'plan', 'probe', 'verify'].map((name) => `Usage: natless ${name}`));
});
