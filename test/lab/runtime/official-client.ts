/** AWS's own runtime interface client as a folder that a sandbox can run: fetched from the registry, never installed. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What the registry says of this version: another content is refused. */
const PACKAGE = 'aws-lambda-ric@4.0.2';
const INTEGRITY =
  'sha512-FE5Vskx7mYNnqAnWWJXUOsLp2VGgdsJsCoRLFTa8L4Yk0QVtArqR8q58yPA++QC1a73ZWJXBQ2AH31nIAv7NOQ==';

/** Some megabytes over a slow line. */
const FETCH_TIMEOUT_MS = 60_000;

/** Its build would take cmake and minutes: `npm pack` runs no script of a package that it fetches. */
export async function officialClient(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'natless-test-'));
  const { stdout } = await run('npm', ['pack', PACKAGE, '--json', '--pack-destination', folder], {
    timeout: FETCH_TIMEOUT_MS,
  });
  const [packed] = JSON.parse(stdout) as { filename: string; integrity: string }[];
  if (packed?.integrity !== INTEGRITY) throw new Error(`${PACKAGE} is not what it was: ${packed?.integrity}`);
  await run('tar', ['xzf', packed.filename, '--strip-components=1', 'package/index.mjs'], { cwd: folder });
  copyFileSync(join(import.meta.dirname, 'official', 'bootstrap.mjs'), join(folder, 'bootstrap.mjs'));
  writeFileSync(join(folder, 'rapid-client.node'), '');
  return folder;
}
