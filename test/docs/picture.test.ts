/** The picture of README.md is the drawing of a real run of the lab, and a file that loads nothing. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { PICTURE, pictureOf } from '../../scripts/picture/picture.ts';
import { natless } from '../command.ts';
import { needProgram } from '../need-program.ts';
import { PAGES } from './pages.ts';

const picture = readFileSync(PICTURE, 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'natless-test-picture-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(inject('labRefused') !== null)('a run of the lab', () => {
  test('is drawn as in the picture', async () => {
    const page = join(folder, 'page.html');
    const { status } = await natless(['lab', '--html', page, '--assembly', inject('assembly')]);
    expect(status).toBe(0);
    expect(pictureOf(readFileSync(page, 'utf8')), 'run npm run docs:picture, and look at it').toBe(picture);
  });
});

test('README.md shows it, with words for those who do not see it', () => {
  const readme = PAGES.find(({ path }) => path === 'README.md')?.text;
  expect(readme).toMatch(/!\[[^\]]{80,}\]\(docs\/lab\.svg\)/);
});

describe('the picture', () => {
  needProgram('python3');

  test('is well-formed XML', () => {
    const parse = 'import sys, xml.dom.minidom as xml; print(xml.parse(sys.argv[1]).documentElement.tagName)';
    const { stdout, stderr } = spawnSync('python3', ['-c', parse, PICTURE], { encoding: 'utf8' });
    expect([stdout, stderr]).toEqual(['svg\n', '']);
  });
});

test('the picture says what each of its lines and crosses means', () => {
  const looks = new Set(
    [...picture.matchAll(/<g data-target="\d+" [^>]*class="path (\w+)/g)].map(([, look]) => look),
  );
  expect([...looks].sort()).toEqual(['fail', 'pass']);
  const legend = [
    ...picture.matchAll(/<g transform[^>]*><g class="path (\w+)[^>]*>.*<text class="label"[^>]*>([^<]*)</g),
  ];
  expect(legend.map(([, look, words]) => [look, words])).toEqual([
    ['pass', expect.stringContaining('reached over IPv6')],
    ['fail', expect.stringContaining('the cross is where the path ends')],
  ]);
});

test('the picture is small, and loads nothing', () => {
  expect(picture.length).toBeLessThan(30_000);
  expect(picture.match(/https?:[^"]*|url\(|@import|href|<script/g)).toEqual(['http://www.w3.org/2000/svg']);
});

describe('the drawing of a page', () => {
  const style = `<style>:root { --ground: #fff; } body { margin: 0; } svg text { fill: red; }
@media (prefers-color-scheme: dark) { :root { --ground: #000; } } @media print { svg { width: 1px; } }</style>`;
  const drawing = '<svg class="wide" aria-label="see below"><g><svg><text>s3</text></svg></g></svg>';

  test('is the wide one, with all that it holds', () => {
    const found = pictureOf(`${style}<svg class="tall"></svg>${drawing}<svg class="other"></svg>`);
    expect(found).toMatch(/^<svg xmlns="[^"]+" class="wide" aria-label="Two [^"]+">\n<style>/);
    expect(found).toMatch(/<\/style><g><svg><text>s3<\/text><\/svg><\/g><\/svg>\n$/);
  });

  test('keeps the rules for a light and a dark ground, and no others', () => {
    const found = pictureOf(style + drawing);
    for (const kept of ['--ground: #fff', '--ground: #000', 'svg text']) expect(found).toContain(kept);
    for (const left of ['body', 'print']) expect(found).not.toContain(left);
  });

  test.each([
    ['has no wide drawing', '<svg class="tall"></svg>', 'no wide drawing'],
    ['ends within it', '<svg class="wide"><svg></svg>', 'does not end'],
  ])('is an error where the page %s', (_, page, message) => {
    expect(() => pictureOf(page)).toThrow(message);
  });
});
