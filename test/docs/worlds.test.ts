/** docs/worlds.md is what the table of worlds says. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { healthyExcept, noPath } from '../../lib/lab/worlds/expectations.ts';
import type { World } from '../../lib/lab/worlds/world.ts';
import { findWorld, WORLDS } from '../../lib/lab/worlds/worlds.ts';
import { PAGE, renderPage } from '../../scripts/worlds/page.ts';
import { reportedIn } from '../../scripts/worlds/reported.ts';

const page = readFileSync(PAGE, 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| `'));

test('the page is up to date', () => {
  expect(page, 'docs/worlds.md differs from the table of worlds: run npm run docs:worlds').toBe(renderPage());
});

test('every world has a row of three cells', () => {
  const names = rows.map((row) => /^\| `([^`]+)` \| [^|]+ \| [^|]+ \|$/.exec(row)?.[1]);
  expect(names).toEqual(WORLDS.map(({ name }) => name));
});

describe('what the probe reports', () => {
  const world: World = {
    name: 'test',
    summary: 'test',
    expectTarget: healthyExcept(['sts'], noPath('DnsTimeout')),
  };

  test('names the targets that differ from as-synthesized, and links their causes', () => {
    expect(reportedIn(world)).toEqual(['`sts`: fail (no path, [DnsTimeout](troubleshooting.md#dnstimeout))']);
  });

  test('names the targets that do not differ if they are few', () => {
    expect(reportedIn(findWorld('no-default-route'))).toEqual([
      'all targets except `bedrock-runtime`: fail (no path, [ConnectTimeout](troubleshooting.md#connecttimeout))',
      'IPv4 controls: blocked, which proves nothing',
    ]);
  });

  test('refers to as-synthesized if nothing differs', () => {
    expect(reportedIn(findWorld('ingress-opened'))).toEqual(['as in `as-synthesized`']);
  });

  test('has a line for each subnet if they differ', () => {
    expect(reportedIn(findWorld('one-az-broken'))).toEqual([
      'first subnet: as in `as-synthesized`',
      expect.stringMatching(/^second subnet: all targets except `bedrock-runtime`: fail/),
    ]);
  });

  test('has controls, further targets and connections from the internet', () => {
    const further = [
      { url: 'https://a.example', name: 'a' },
      { url: 'https://b.example', name: 'b', expect: 'any' },
    ] as const;
    const changed: World = {
      ...world,
      targets: further,
      expectInbound: true,
      expectControls: (id) => ({ succeeded: id === 's3', meaningful: true }),
    };
    expect(reportedIn(changed).slice(1)).toEqual([
      'IPv4 controls of `s3`: answered',
      '`a`: must be reached',
      '`b`: may be reached or not',
      'a connection from the internet arrives at the function',
    ]);
  });
});
