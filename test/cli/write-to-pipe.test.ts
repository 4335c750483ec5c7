/** Files that options name may be pipes: one without a reader is refused at once, and a reader gets everything. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { openForUser, writableFile } from '../../lib/cli/options/files.ts';
import { UserError } from '../../lib/user-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'natless-test-pipes-'));
afterAll(() => rmSync(folder, { recursive: true }));

function pipe(name: string): string {
  const path = join(folder, name);
  expect(spawnSync('mkfifo', [path]).status).toBe(0);
  return path;
}

test('a pipe that nothing reads is refused by name', () => {
  const path = pipe('unread');
  expect(() => openForUser(path)).toThrow(UserError);
  expect(() => openForUser(path)).toThrow(`"${path}" cannot be written: it is a pipe that nothing reads`);
});

test('a reader of a pipe does not end between the check and the writing', async () => {
  const path = pipe('read');
  const reader = spawn('cat', [path], { stdio: ['ignore', 'pipe', 'ignore'] });
  let read = '';
  reader.stdout.setEncoding('utf8').on('data', (text: string) => {
    read += text;
  });
  await untilOpened(path);
  await wait(200);
  expect(reader.exitCode).toBeNull();
  const open = openForUser(path);
  writeFileSync(open, 'all of it');
  closeSync(open);
  await expect.poll(() => read).toBe('all of it');
  reader.kill();
  await once(reader, 'exit');
});

/** `cat` takes a moment to open it. */
async function untilOpened(path: string): Promise<void> {
  await expect.poll(() => writable(path), { timeout: 10_000 }).toBe(true);
}

function writable(path: string): boolean {
  try {
    return writableFile(path) === path;
  } catch {
    return false;
  }
}
