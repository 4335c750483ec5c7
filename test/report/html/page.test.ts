/** The HTML report in a real browser: it renders, loads nothing, works with the keyboard, and shows hostile text as text. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { reportOf } from '../../../lambda/report/judge/summary.ts';
import { findWorld } from '../../../lib/lab/worlds/worlds.ts';
import { renderPage } from '../../../lib/report/html/page.ts';
import type { DrawnNetwork } from '../../../lib/report/inputs/network.ts';
import { lab, world } from '../../lab/lab-command.ts';
import { needProgram } from '../../need-program.ts';
import { isThere } from '../../programs.ts';
import { elsewhere, failing, passing, quoting, run } from '../run-builder.ts';

needProgram('chromium');

const folder = mkdtempSync(join(tmpdir(), 'natless-test-'));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WORLDS = [
  'as-synthesized',
  'no-default-route',
  'one-az-broken',
  's3-gateway-endpoint',
  'hostile-servers',
];
const HOSTILE = `<script>document.title="taken"</script><img src=x onerror=alert(1)>"' &amp; \u202e \u001b[31m`;

let browser: Browser | undefined;

beforeAll(async () => {
  if (!isThere('chromium')) return;
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    // Chromium's own sandbox refuses to run as root.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

interface Opened {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
}

async function open(
  file: string,
  options: { readonly colorScheme?: 'light' | 'dark'; readonly width?: number } = {},
): Promise<Opened> {
  if (!browser) throw new Error('there is no browser');
  const page = await browser.newPage({
    colorScheme: options.colorScheme ?? 'light',
    viewport: { width: options.width ?? 1_100, height: 900 },
  });
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(`file://${file}`);
  return { page, complaints, requests };
}

/** The violations of WCAG that axe finds; injected by the debugger, since the page itself admits no script. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = (await page.evaluate('axe.run()')) as {
    violations: { id: string; nodes: { html: string }[] }[];
  };
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

const SIZE = '[document.documentElement.scrollWidth, window.innerWidth]';

async function expectSound(file: string): Promise<void> {
  const { page, complaints, requests } = await open(file);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page)).toEqual([]);
  }
  await page.setViewportSize({ width: 360, height: 900 });
  const [scrolled, seen] = (await page.evaluate(SIZE)) as [number, number];
  expect(scrolled).toBeLessThanOrEqual(seen);
  expect(complaints).toEqual([]);
  expect(requests).toEqual([`file://${file}`]);
  await page.close();
}

const refused = inject('labRefused');

describe.skipIf(refused !== null)('the page of a lab', () => {
  test.concurrent.each(WORLDS)('%s is sound: light, dark and narrow', async (name) => {
    const file = join(folder, `${name}.html`);
    const subnet = findWorld(name).needsEveryFunction ? [] : ['--subnet', 'us-west-2a'];
    const ended = await world(name, '--assembly', inject('assembly'), '--html', file, ...subnet);
    expect(ended.stderr).toContain(`written: ${file}`);
    await expectSound(file);
    const { page } = await open(file);
    const text = await page.innerText('body');
    for (const word of ['egress-only internet gateway', 'natless-private-us-west-2a', 'bedrock-runtime']) {
      expect(text + (await page.textContent('svg'))).toContain(word);
    }
    await page.close();
  });

  test('that cannot be written is rejected before anything is built', async () => {
    const { status, stderr } = await lab('--html', join(folder, 'absent', 'report.html'));
    expect(status).toBe(2);
    expect(stderr).toContain('it cannot be written');
    expect(stderr).not.toContain('synthesizing');
  });
});

describe('a page', () => {
  function write(name: string, targets: Parameters<typeof run>[0], network?: DrawnNetwork): string {
    const file = join(folder, name);
    const one = run(targets);
    writeFileSync(file, renderPage(reportOf([one, elsewhere(one)]), network));
    return file;
  }

  test('highlights the path of the focused target, and shows only its evidence', async () => {
    const { page } = await open(write('focus.html', [passing('first'), failing('second')]));
    const lit = () =>
      page.evaluate(
        `[[...document.querySelectorAll('svg.wide .path.lit')].map((each) => each.dataset.path), [...document.querySelectorAll('.evidence')].filter((each) => each.offsetHeight > 0).map((each) => each.id)]`,
      );
    expect(await lit()).toEqual([['first', 'first'], ['evidence-0']]);
    const focused = () => page.evaluate('document.activeElement.textContent');
    for (let press = 0; press < 10 && (await focused()) !== 'second'; press += 1)
      await page.keyboard.press('Tab');
    expect(await focused()).toBe('second');
    expect(await lit()).toEqual([['second', 'second'], ['evidence-1']]);
    expect(await page.getAttribute('button >> nth=1', 'aria-expanded')).toBe('true');
  });

  test('shows all evidence in print', async () => {
    const file = write('paper.html', [passing('first'), failing('second')]);
    const { page } = await open(file);
    await page.emulateMedia({ media: 'print' });
    const shown = `[...document.querySelectorAll('.evidence')].map((each) => each.offsetHeight > 0)`;
    expect(await page.evaluate(shown)).toEqual([true, true]);
    await page.close();
  });

  test('shows hostile names and errors as text', async () => {
    const file = write('hostile.html', [passing(HOSTILE), quoting('quoting', HOSTILE)], {
      ipv4CidrBlocks: [HOSTILE],
      ipv6CidrBlocks: [HOSTILE],
      subnets: [
        {
          id: 'subnet-a',
          name: HOSTILE,
          availabilityZone: HOSTILE,
          cidrBlocks: [HOSTILE],
          routes: [{ destination: HOSTILE, gatewayId: HOSTILE }],
        },
      ],
      gateways: [{ id: HOSTILE }],
    });
    await expectSound(file);
    const { page } = await open(file);
    expect(await page.title()).toMatch(/^natless: /);
    expect(await page.evaluate('document.images.length + document.scripts.length')).toBe(1);
    expect(await page.innerText('#evidence-0 h3')).toContain('<script>document.title="taken"</script>');
    const written = readFileSync(file, 'utf8');
    expect([...'\u001b\u202e'].filter((character) => written.includes(character))).toEqual([]);
    await page.close();
  });

  test('that loads an image fails these checks: they can fail', async () => {
    const file = join(folder, 'control.html');
    writeFileSync(
      file,
      renderPage(reportOf([run([passing('first')])])).replace('<h3>first', '<img src="x.png"><h3>first'),
    );
    const { page, complaints } = await open(file);
    expect(complaints.join()).toContain('Content Security Policy');
    expect(await violations(page)).toEqual([expect.stringContaining('image-alt')]);
    await page.close();
  });

  test('draws 200 targets and 20 subnets without overlap', async () => {
    const targets = Array.from({ length: 200 }, (_, index) => passing(`target-${index}`));
    const runs = Array.from({ length: 20 }, (_, index) => elsewhere(run(targets), `subnet-${index}`));
    const file = join(folder, 'large.html');
    writeFileSync(file, renderPage(reportOf(runs)));
    const { page, complaints } = await open(file);
    expect(complaints).toEqual([]);
    const overlapping = `(() => { const boxes = [...document.querySelectorAll('svg.none, .target .box, .subnet .box, .gateway .box')].map((each) => each.getBoundingClientRect());
      return boxes.filter((a, i) => boxes.some((b, j) => j > i && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)).length; })()`;
    expect(await page.evaluate(overlapping)).toBe(0);
    await page.close();
  });
});
