/** The HTML report in a real browser: it renders, loads nothing, works with the keyboard, and shows hostile text as text. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { reportOf } from '../../../lambda/report/judge/summary.ts';
import { isInstalled } from '../../../lib/lab/session/privileges.ts';
import { findWorld } from '../../../lib/lab/worlds/worlds.ts';
import { renderPage } from '../../../lib/report/html/page.ts';
import type { DrawnNetwork } from '../../../lib/report/inputs/network.ts';
import { lab, world } from '../../lab/lab-command.ts';
import { needProgram } from '../../need-program.ts';
import { elsewhere, failing, passing, quoting, run } from '../run-builder.ts';
import { COLOURS, expectSound, open, startBrowser, violations } from './browser.ts';
import { subnet } from './picture/scenes.ts';

needProgram('chromium');

const folder = mkdtempSync(join(tmpdir(), 'natless-test-'));
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
  if (!isInstalled('chromium')) return;
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

const refused = inject('labRefused');

describe.skipIf(refused !== null)('the page of a lab', () => {
  test.concurrent.each(WORLDS)('%s is sound: light, dark and narrow', async (name) => {
    const file = join(folder, `${name}.html`);
    const subnet = findWorld(name).needsEveryFunction ? [] : ['--subnet', 'us-west-2a'];
    const ended = await world(name, '--assembly', inject('assembly'), '--html', file, ...subnet);
    expect(ended.stderr).toContain(`written: ${file}`);
    await expectSound(browser, file);
    const { page } = await open(browser, file);
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
    const { page } = await open(browser, write('focus.html', [passing('first'), failing('second')]));
    const lit = () =>
      page.evaluate(
        `[[...document.querySelectorAll('svg.wide .path.lit')].map((each) => each.dataset.target), [...document.querySelectorAll('.evidence')].filter((each) => each.offsetHeight > 0).map((each) => each.id)]`,
      );
    expect(await lit()).toEqual([['0', '0'], ['evidence-0']]);
    const focused = () => page.evaluate('document.activeElement.textContent');
    for (let press = 0; press < 10 && (await focused()) !== 'second'; press += 1)
      await page.keyboard.press('Tab');
    expect(await focused()).toBe('second');
    expect(await lit()).toEqual([['1', '1'], ['evidence-1']]);
    expect(await page.getAttribute('button >> nth=1', 'aria-expanded')).toBe('true');
  });

  test('says once what many places have in common, whether or not their results differ', () => {
    const [good, bad] = [run([passing('first')]), run([failing('first')])];
    const elsewhere4 = [0, 1, 2, 3].map((index) => elsewhere(index < 2 ? good : bad, `subnet-${index}`));
    const text = renderPage(reportOf(elsewhere4));
    expect(text).toContain('<h3>4 places with the same routes</h3>');
    expect(text.match(/::\/0 leads to eigw-1, declared by the stack/g)).toHaveLength(1);
    for (const index of [0, 1, 2, 3])
      expect(text).toMatch(new RegExp(`<li>us-west-2b, subnet-${index}; seen as`));
    expect(renderPage(reportOf(elsewhere4.slice(0, 2)))).toContain('<h3>2 places alike</h3>');
    const other = {
      ...good,
      network: { ...good.network, route: { ...good.network.route, gateway: 'igw-1' } },
    };
    expect(renderPage(reportOf([good, other]))).not.toContain('<h3>2 ');
  });

  test('has the network in words without scrolling in a narrow window', async () => {
    const one = run([passing('first')]);
    const routes = { '::/0': 'eigw-0b7450bfd4e738b19', 'pl-0934ec36a3a2e2cad': 'vpce-0eefbbd5cbc5c6be2' };
    const block = '2600:1f14:1234:5678::/64';
    const drawn = { ...subnet('subnet-a', routes), cidrBlocks: ['10.0.0.0/24', block] };
    const network = { ipv4CidrBlocks: [], ipv6CidrBlocks: [], subnets: [drawn], gateways: [] };
    const { page } = await open(browser, write('narrow.html', one.targets, network), { width: 360 });
    const size = `(() => { const { scrollWidth, clientWidth } = document.querySelector('.network').parentElement; return scrollWidth - clientWidth; })()`;
    expect(await page.evaluate(size)).toBe(0);
    const lines = `[...document.querySelectorAll('.network .whole')].map((each) => each.getClientRects().length)`;
    expect(await page.evaluate(lines)).toEqual([1, 1, 1]);
    await page.close();
  });

  test('leaves the result room beside a long name', async () => {
    const { page } = await open(browser, write('long.html', [failing('n'.repeat(300)), passing('short')]));
    const widths = `[...document.querySelectorAll('tbody')][0].querySelector('td').offsetWidth`;
    expect(await page.evaluate(widths)).toBeGreaterThan(400);
    await page.close();
  });

  test('shows all evidence in print', async () => {
    const file = write('paper.html', [passing('first'), failing('second')]);
    const { page } = await open(browser, file);
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
    await expectSound(browser, file);
    const { page } = await open(browser, file);
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
    const { page, complaints } = await open(browser, file);
    expect(complaints.join()).toContain('Content Security Policy');
    expect(await violations(page)).toEqual([expect.stringContaining('image-alt')]);
    await page.close();
  });

  test('whose text is as dark as its ground fails them, too', async () => {
    const file = join(folder, 'dark.html');
    const html = renderPage(reportOf([run([passing('first')])]));
    writeFileSync(file, html.replace('--text: #e7eaee', '--text: #14171b'));
    const { page } = await open(browser, file, { colorScheme: 'dark' });
    expect(await violations(page, COLOURS)).toEqual([expect.stringContaining('color-contrast')]);
    await page.close();
  });

  test('draws 200 targets and 20 subnets without overlap', async () => {
    const targets = Array.from({ length: 200 }, (_, index) => passing(`target-${index}`));
    const runs = Array.from({ length: 20 }, (_, index) => elsewhere(run(targets), `subnet-${index}`));
    const file = join(folder, 'large.html');
    writeFileSync(file, renderPage(reportOf(runs)));
    const { page, complaints } = await open(browser, file);
    expect(complaints).toEqual([]);
    const overlapping = `(() => { const boxes = [...document.querySelectorAll('svg.wide :is(.target, .subnet, .gateway) .box')].map((each) => each.getBoundingClientRect());
      return boxes.filter((a, i) => boxes.some((b, j) => j > i && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)).length; })()`;
    expect(await page.evaluate(overlapping)).toBe(0);
    await page.close();
  });
});
