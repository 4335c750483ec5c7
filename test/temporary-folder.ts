/** One temporary folder for the whole suite: what a test, or a program that it calls, leaves there goes with it. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const PREFIX = 'natless-suite-';

/**
 * The CDK makes a folder for each app that names none, and removes none of them. Each project of the suite calls this: one folder
 * within another would make paths longer than a socket's may be, and Chromium has a socket there.
 */
export default function useTemporaryFolder(): () => void {
  if (basename(tmpdir()).startsWith(PREFIX)) return () => {};
  const before = process.env.TMPDIR;
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  // As /tmp itself: some tests run programs as other users.
  chmodSync(folder, 0o1777);
  process.env.TMPDIR = folder;
  return () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true, force: true });
  };
}
