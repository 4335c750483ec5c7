/** The page of what-if: the conclusion first, each row today and tomorrow, drawn and in words, and hostile text as text. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isInstalled } from '../../../lib/lab/session/privileges.ts';
import { whatIfScenes } from '../../../lib/report/html/picture/what-if-scene.ts';
import { renderWhatIfPage } from '../../../lib/report/html/what-if-page.ts';
import type { DrawnNetwork } from '../../../lib/report/inputs/network.ts';
import type { WhatIf, WhatIfNetworks, WhatIfRow } from '../../../lib/report/inputs/what-if.ts';
import { needProgram } from '../../need-program.ts';
import { expectSound, open, startBrowser } from './browser.ts';
import { subnet } from './picture/scenes.ts';

const folder = mkdtempSync(join(tmpdir(), 'natless-test-'));
let browser: Browser | undefined;
beforeAll(async () => {
  if (isInstalled('chromium')) browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

const row: WhatIfRow = {
  target: 'https://sts.us-west-2.amazonaws.com',
  caller: 'code',
  foundIn: ['Role: policy calls, Statement 1: sts:AssumeRole'],
  workloads: ['Worker'],
  logicalIds: ['Worker'],
  subnetIds: ['subnet-a'],
  advice: null,
  today: 'nat',
  behindNat: true,
  withoutNat: { unchanged: 'none', dualStack: 'none' },
  withIpv6: { unchanged: 'none', dualStack: 'eigw' },
  needs: 'network-and-code',
  line: 'AWS_USE_DUALSTACK_ENDPOINT=true',
  cause: null,
};
const NO_WAY: WhatIfRow = {
  ...row,
  ...{ target: 'https://github.com', line: null, needs: 'paid' },
  withIpv6: { unchanged: 'none', dualStack: null },
  cause: { code: 'NoAaaaRecord', message: 'no IPv6 address', remedy: 'keep it reachable' },
};
const UNKNOWN: WhatIfRow = { ...row, target: 'https://api.stripe.com', line: null, needs: 'unknown' };
const ENDPOINT: WhatIfRow = {
  ...row,
  ...{ target: 'https://s3.us-west-2.amazonaws.com', line: null, needs: 'nothing', today: 'vpc-endpoint' },
  withIpv6: { unchanged: 'vpc-endpoint', dualStack: null },
};

const outer = subnet('subnet-outer', { '0.0.0.0/0': 'igw-1' });
const BLOCKS = { ipv4CidrBlocks: ['10.0.0.0/16'], ipv6CidrBlocks: [] };
const S3 = { id: 'vpce-1', serviceName: 'com.amazonaws.us-west-2.s3' };
const NETWORKS: WhatIfNetworks = {
  today: {
    ...BLOCKS,
    subnets: [outer, subnet('subnet-a', { '0.0.0.0/0': 'nat-1' })],
    gateways: [{ id: 'igw-1' }, { id: 'nat-1', subnetId: 'subnet-outer' }, { id: 'vpce-2' }, S3],
  },
  tomorrow: {
    ...BLOCKS,
    subnets: [outer, subnet('subnet-a', { '::/0': 'eigw-1' })],
    gateways: [{ id: 'igw-1' }, { id: 'eigw-1' }, { id: 'vpce-2' }, S3],
  },
};

function answerOf(changes: Partial<WhatIf> = {}): WhatIf {
  return {
    ...{ schemaVersion: 1, region: 'us-west-2', demonstration: false, gaps: [], natGateways: [] },
    ...{ rows: [row], changes: [], obstacles: [], money: null, written: null, confirmed: true },
    ...{ disagreements: [], canGo: true, sentence: 'The NAT gateway can go.', records: [], notices: [] },
    ...changes,
  };
}

function page(changes: Partial<WhatIf> = {}, networks = NETWORKS): string {
  return renderWhatIfPage(answerOf(changes), networks, ORIGIN);
}

const ORIGIN = { file: 'vpc.yaml', startedAt: '2026-11-27T03:47:22.123Z' };

const cellsIn = (text: string) =>
  [...text.matchAll(/<td data-label="[^"]*" class="([^"]*)">/g)].map(([, look]) => look);

const waysIn = (rows: readonly WhatIfRow[]) => {
  const { today, tomorrow } = whatIfScenes(answerOf({ rows }), NETWORKS);
  return [today, tomorrow].map(({ journeys }) => journeys.map(({ look, stops }) => [look, ...stops]));
};

test('begins with the conclusion, and has the line to copy with whose code it is for', () => {
  const text = page();
  expect(text.indexOf('The NAT gateway can go.')).toBeLessThan(text.indexOf('<h2>'));
  expect(text).toContain('In the code of Worker');
  expect(text).toContain('<code>AWS_USE_DUALSTACK_ENDPOINT=true</code>');
});

test('names the file, when the lab ran to the second, and the version of natless', () => {
  expect(page()).toMatch(
    /<header>[\s\S]*vpc\.yaml, us-west-2, <span class="whole">2026-11-27 03:47:22 UTC<[\s\S]*<\/header>/,
  );
  expect(page()).toMatch(/<footer[^>]*>Made by natless \d+\.\d+\.\d+\.<\/footer>/);
});

test('names the hosts that have IPv6 because of their names only, and no others', () => {
  const guess = { kind: 'by name', date: '2026-11-23' } as const;
  const records = [
    { host: 'guessed.api.aws', aaaa: true, ...guess },
    { host: 'ipv4-only.amazonaws.com', aaaa: false, ...guess },
    { host: 'documented.api.aws', aaaa: true, kind: 'documented', date: '2026-10' },
    { host: 'also-guessed.api.aws', aaaa: true, ...guess },
  ] as const;
  expect(page({ records })).toContain(
    '<li>Guessed by the name to have IPv6: guessed.api.aws, also-guessed.api.aws</li>',
  );
  expect(page({ records: records.slice(1, 3) })).not.toContain('Guessed by the name to have IPv6');
});

test('has the parts in the order of what a reader needs', () => {
  const change = {
    kind: 'vpc-block',
    logicalId: 'Vpc',
    what: 'a block',
    reason: 'why',
    commands: ['aws ec2 x'],
  };
  const money = {
    region: 'us-west-2',
    pricesOf: '2026-11',
    natGateways: 1,
    hoursUsd: 32.85,
    addressesUsd: 3.65,
  };
  const text = page({
    changes: [change],
    money: {
      ...money,
      ...{
        dataUsd: null,
        neededUsd: 0,
        neededFor: null,
        freeEndpoints: [],
        savedMonthUsd: 36.5,
        savedYearUsd: 438,
      },
    },
    gaps: [{ kind: 'wildcard', logicalId: 'Role', where: 'Statement 9', problem: 'it allows every service' }],
    written: { file: 'new.yaml', sha256: 'f00d'.repeat(16) },
    notices: ['the lab left a resource out'],
  });
  const inOrder = [
    'Money</h2>',
    'In the infrastructure',
    'aws ec2 x',
    'In the code',
    'Today and tomorrow</h2>',
    'Targets</h2>',
    'it allows every service',
    'The network today',
    'f00d'.repeat(16),
    'the lab left a resource out',
    'Evidence</h2>',
  ];
  const places = inOrder.map((part) => text.indexOf(part));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places[0]).toBeGreaterThan(0);
});

test('shows the way of today, and that of tomorrow with the line where one is needed', () => {
  expect(cellsIn(page())).toEqual(['neutral', 'pass', 'pass']);
  expect(cellsIn(page({ rows: [{ ...row, line: null }] }))).toEqual(['neutral', 'fail', 'pass']);
  expect(cellsIn(page({ rows: [NO_WAY, row] }))).toEqual([
    'neutral',
    'fail',
    'fail',
    'neutral',
    'pass',
    'pass',
  ]);
});

test('shows what is not known as not known, whatever the lab saw', () => {
  expect(cellsIn(page({ rows: [UNKNOWN] }))).toEqual(['neutral', 'inconclusive', 'inconclusive']);
});

test('draws both days: through the NAT gateway, then through what is left', () => {
  const [today, tomorrow] = waysIn([row, NO_WAY, UNKNOWN, ENDPOINT]);
  expect(today).toEqual([
    ['today', 'nat-1', 'igw-1'],
    ['today', 'nat-1', 'igw-1'],
    ['today', 'nat-1', 'igw-1'],
    ['neutral', 'vpce-1'],
  ]);
  expect(tomorrow).toEqual([['pass', 'eigw-1'], ['fail'], ['inconclusive'], ['neutral', 'vpce-1']]);
});

test('says whether the kernel confirms it', () => {
  expect(page()).toContain('confirm every run');
  const against = page({ confirmed: false, disagreements: ['nat-1: 3 packets'] });
  expect(against).not.toContain('confirm every run');
  expect(against).toContain('The kernel disagrees</strong>: nat-1: 3 packets');
});

const HOSTILE = '<img src=x onerror=alert(1)>\u001b[31m\u202e';

const hostileNetwork: DrawnNetwork = {
  ...{ ipv4CidrBlocks: [HOSTILE], ipv6CidrBlocks: [HOSTILE] },
  subnets: [{ ...subnet('subnet-a', { [HOSTILE]: HOSTILE }), name: `${HOSTILE}${'n'.repeat(200)}` }],
  gateways: [{ id: HOSTILE, serviceName: HOSTILE }],
};
const HOSTILE_ANSWER: Partial<WhatIf> = {
  sentence: HOSTILE,
  rows: [{ ...row, ...{ target: HOSTILE, line: HOSTILE, workloads: [HOSTILE], foundIn: [HOSTILE] } }, NO_WAY],
  gaps: [{ kind: HOSTILE, logicalId: HOSTILE, where: HOSTILE, problem: HOSTILE }],
  notices: [HOSTILE],
  written: { file: HOSTILE, sha256: HOSTILE },
};

test('has hostile text as text', () => {
  const text = page(HOSTILE_ANSWER, { today: hostileNetwork, tomorrow: hostileNetwork });
  expect(text).not.toContain('<img');
  expect([...'\u001b\u202e'].filter((character) => text.includes(character))).toEqual([]);
});

describe('in a browser', () => {
  needProgram('chromium');

  test.each([
    ['every-way', page({ rows: [row, NO_WAY, UNKNOWN, ENDPOINT] })],
    ['hostile', page(HOSTILE_ANSWER, { today: hostileNetwork, tomorrow: hostileNetwork })],
  ])('the page %s is sound: light, dark, wide and narrow', async (name, text) => {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, text);
    await expectSound(browser, file);
  });

  test('today and tomorrow are beside each other, below each other where it is narrow, their targets level', async () => {
    const file = join(folder, 'days.html');
    writeFileSync(file, page({ rows: [row, NO_WAY] }));
    const { page: opened } = await open(browser, file);
    const boxes = `[...document.querySelectorAll('.days .picture > svg')].filter((each) => each.getClientRects().length > 0).map((each) => [each.getBoundingClientRect().left, each.getBoundingClientRect().top, each.querySelector('.target').getBoundingClientRect().top].map(Math.round))`;
    const [today = [], tomorrow = []] = (await opened.evaluate(boxes)) as number[][];
    expect(tomorrow[0]).toBeGreaterThan((today[0] ?? 0) + 300);
    expect(tomorrow.slice(1)).toEqual(today.slice(1));
    await opened.setViewportSize({ width: 360, height: 900 });
    const [first = [], second = [], ...more] = (await opened.evaluate(boxes)) as number[][];
    expect([second[0], more]).toEqual([first[0], []]);
    const hidden = `[...document.querySelectorAll('.scroll')].map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)`;
    expect(await opened.evaluate(hidden)).toEqual([0, 0, 0]);
    const room = `Math.min(...[...document.querySelectorAll('.evidence.lit dd')].map((each) => each.clientWidth))`;
    expect(await opened.evaluate(room)).toBeGreaterThan(200);
    expect(second[1]).toBeGreaterThan(first[1] ?? 0);
    await opened.setViewportSize({ width: 700, height: 900 });
    await opened.emulateMedia({ media: 'print' });
    const [left = [], right = []] = (await opened.evaluate(boxes)) as number[][];
    expect(right[0]).toBeGreaterThan(left[0] ?? 0);
    expect(right.slice(1)).toEqual(left.slice(1));
    await opened.close();
  });
});
