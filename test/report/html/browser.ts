/** Opens pages in Chromium, and holds them against what every page must be. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    // Chromium's own sandbox refuses to run as root.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}

interface Opened {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
}

export async function open(
  browser: Browser | undefined,
  file: string,
  options: { readonly colorScheme?: 'light' | 'dark'; readonly width?: number } = {},
): Promise<Opened> {
  if (!browser) throw new Error('there is no browser');
  const page = await browser.newPage({
    colorScheme: options.colorScheme ?? 'light',
    viewport: { width: options.width ?? 1_280, height: 900 },
  });
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(`file://${file}`);
  return { page, complaints, requests };
}

interface AxeOptions {
  /** A tag of rules. @default - all */
  readonly runOnly?: string;
}

/** The rules that a page may keep on a light ground and break on a dark one. */
export const COLOURS: AxeOptions = { runOnly: 'cat.color' };

/** The violations of WCAG that axe finds; injected by the debugger, since the page itself admits no script. */
export async function violations(page: Page, options: AxeOptions = {}): Promise<string[]> {
  await page.evaluate(AXE);
  const found = (await page.evaluate(`axe.run(${JSON.stringify(options)})`)) as {
    violations: { id: string; nodes: { html: string }[] }[];
  };
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

const SIZE = '[document.documentElement.scrollWidth, window.innerWidth]';

/** Each text of a drawing that is shown and longer than the box that it is in. */
const CLIPPED = `[...document.querySelectorAll('svg svg text')].filter((each) => each.getClientRects().length > 0 &&
  each.getComputedTextLength() > Number(each.ownerSVGElement.getAttribute('width')) + .5).map((each) => each.textContent)`;

export async function expectSound(browser: Browser | undefined, file: string): Promise<void> {
  const { page, complaints, requests } = await open(browser, file);
  expect(await violations(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await violations(page, COLOURS)).toEqual([]);
  for (const width of [1_280, 360]) {
    await page.setViewportSize({ width, height: 900 });
    const [scrolled, seen] = (await page.evaluate(SIZE)) as [number, number];
    expect(scrolled).toBeLessThanOrEqual(seen);
    expect(await page.evaluate(CLIPPED)).toEqual([]);
  }
  expect(complaints).toEqual([]);
  expect(requests).toEqual([`file://${file}`]);
  await page.close();
}
