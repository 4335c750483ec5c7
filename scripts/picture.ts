/** `npm run docs:picture`: runs the lab and writes docs/lab.svg from the page that it writes. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PICTURE, pictureOf } from './picture/picture.ts';

const folder = mkdtempSync(join(tmpdir(), 'natless-picture-'));
const page = join(folder, 'page.html');
const { status } = spawnSync(process.execPath, ['bin/natless.mjs', 'lab', '--html', page], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (status === 0) writeFileSync(PICTURE, pictureOf(readFileSync(page, 'utf8')));
else process.exitCode = 1;
rmSync(folder, { recursive: true });
