/** `natless worlds`: the list of worlds, and the summary of a run; test/lab/worlds.test.ts runs them all. */
import { expect, test } from 'vitest';
import { renderWorlds } from '../../lib/cli/commands/worlds.ts';
import { natless } from '../command.ts';

const NETWORK = { ipv4CidrBlocks: [], ipv6CidrBlocks: [], subnets: [], gateways: [] };
const good = {
  world: 'as-synthesized',
  durationMs: 3_000,
  runs: [],
  logs: [],
  differences: [],
  notices: [],
  namespaces: [],
  routes: [],
  network: NETWORK,
};

test('a world that behaves as expected takes one line', () => {
  expect(renderWorlds([good], 80)).toBe(
    '✓ as-synthesized  the template and the internet as they are\n\n' +
      '1 of 1 worlds behave as expected; in each the kernel confirms every claim.\n',
  );
});

test('a difference is printed below its world, and the summary does not claim that the kernel confirms everything', () => {
  const bad = {
    ...good,
    world: 'nat64',
    differences: ['us-west-2a: the referee disagrees: about something'],
  };
  const text = renderWorlds([good, bad], 80);
  expect(text).toMatch(/✗ nat64 .*\n {4}us-west-2a: the referee disagrees: about something\n/);
  expect(text).toMatch(/\n1 of 2 worlds behave as expected\.\n$/);
});

test('the worlds are listed, a line each, or as one JSON document', async () => {
  const { stdout, status } = await natless(['worlds']);
  expect(stdout).toMatch(/^as-synthesized +the template and the internet as they are$/m);
  expect(status).toBe(0);
  const listed: { name: string }[] = JSON.parse((await natless(['worlds', '--json'])).stdout);
  expect(listed.map(({ name }) => name)).toEqual(stdout.match(/^\S+/gm));
});
