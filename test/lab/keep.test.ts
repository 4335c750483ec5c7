/** A lab that is kept can be entered and ends with its command; a capture holds what crossed the gateways. */
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { NATLESS } from '../command.ts';
import { blocksIn } from '../docs/fences.ts';
import { PAGES } from '../docs/pages.ts';
import { needProgram } from '../need-program.ts';
import { lab, reportIn, targetIn } from './lab-command.ts';

const refused = inject('labRefused');
const run = promisify(execFile);
const STAYS = 'the lab stays until Ctrl-C';

const folder = mkdtempSync(join(tmpdir(), 'natless-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(refused !== null)('--keep', () => {
  test('keeps the network up until Ctrl-C, and another shell can enter it, with the commands of the pages too', async () => {
    const child = spawn(process.execPath, [
      ...[NATLESS, 'lab', '--keep', '--only', 'sts'],
      ...['--assembly', inject('assembly')],
    ]);
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    let said = '';
    await new Promise<void>((resolve) => {
      child.stderr.on('data', (text: Buffer) => {
        said += text;
        // The entrances are written together; the internet's is the last one.
        if (/ internet .*\n/.test(said)) resolve();
      });
      void ended.then(() => resolve());
    });
    expect(said).toContain(STAYS);
    const enter = (place: string, command: string) => {
      const line = said.split('\n').find((candidate) => candidate.startsWith(`  ${place} `)) ?? '';
      return run('sh', [
        '-c',
        line
          .trim()
          .replace(/^\S+ +/, '')
          .replace(/ sh$/, ` ${command}`),
      ]);
    };
    expect((await enter('us-west-2a', 'ip -6 -br addr show eth0')).stdout).toMatch(/2001:db8:1234:1a08::4/);
    expect((await enter('us-west-2b', 'ip -6 -br addr show eth0')).stdout).toMatch(/2001:db8:1234:1a09::4/);
    expect((await enter('router', 'ip -br link')).stdout).toMatch(/^eigw@/m);
    for (const [place, entrance] of [
      ['subnet', 'us-west-2a'],
      ['router', 'router'],
    ] as const)
      for (const { text } of PAGES.flatMap((page) => blocksIn(place, page)))
        expect((await enter(entrance, `sh -ec '${withoutComments(text)}'`)).stdout).toMatch(
          /default|natless/,
        );
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    await expect(enter('router', 'true')).rejects.toThrow();
  });
});

const withoutComments = (text: string) => text.replace(/ +#.*$/gm, '');

describe.skipIf(refused !== null)('--pcap', () => {
  needProgram('tcpdump');

  async function read(file: string, filter: string): Promise<string[]> {
    const { stdout } = await run('tcpdump', ['-n', '-r', file, filter]);
    return stdout.split('\n').filter((line) => line !== '');
  }

  test('holds the packets that crossed the gateway, and none that had no route', async () => {
    const file = join(folder, 'capture.pcap');
    const ended = await lab('--json', '--only', 'sts', '--pcap', file, '--assembly', inject('assembly'));
    expect(ended.status).toBe(0);
    for (const target of reportIn(ended).runs.map((each) => targetIn(each, 'sts'))) {
      const [operation] = target.attempts.find(({ mode }) => mode === 'ipv6')?.operations ?? [];
      const { remoteAddress, localAddress } = operation ?? {};
      expect(await read(file, `src host ${localAddress} and dst host ${remoteAddress}`)).not.toEqual([]);
      expect(await read(file, `src host ${remoteAddress} and dst host ${localAddress}`)).not.toEqual([]);
    }
    expect(await read(file, 'ip and tcp')).toEqual([]);
    expect(await read(file, 'port 53')).toEqual([]);
  });

  test('into a pipe that nothing reads is refused before anything is built', async () => {
    const pipe = join(folder, 'pipe');
    await run('mkfifo', [pipe]);
    const ended = await lab('--pcap', pipe);
    expect(ended.status).toBe(2);
    expect(ended.stderr).toBe(
      `"${pipe}" cannot be written: it is a pipe that nothing reads: start its reader first\n`,
    );
  });

  test('that cannot be written is refused before anything is built', async () => {
    const ended = await lab('--pcap', join(folder, 'absent', 'capture.pcap'));
    expect(ended.status).toBe(2);
    expect(ended.stderr).toContain('cannot be written');
    expect(ended.stderr).not.toContain('building the network');
    expect(() => statSync(join(folder, 'absent'))).toThrow();
  });
});
