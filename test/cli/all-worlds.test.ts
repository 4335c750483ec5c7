import { expect, test } from 'vitest';
import { renderWorlds } from '../../lib/cli/all-worlds.ts';

const NETWORK = { ipv4CidrBlocks: [], ipv6CidrBlocks: [], subnets: [], gateways: [] };
const good = {
  world: 'as-synthesized',
  durationMs: 3_000,
  runs: [],
  logs: [],
  differences: [],
  namespaces: [],
  network: NETWORK,
};

test('a world that is as it should be is a line', () => {
  expect(renderWorlds([good])).toBe(
    '✓ as-synthesized  the template and the internet as they are\n\n' +
      '1 of 1 worlds are as they should be; in each the kernel confirms every claim.\n',
  );
});

test('a world that is not says what differs, and the sum does not claim what the kernel did not confirm', () => {
  const bad = {
    ...good,
    world: 'nat64',
    differences: ['us-west-2a: the referee disagrees: about something'],
  };
  const text = renderWorlds([good, bad]);
  expect(text).toMatch(/✗ nat64 .*\n {4}us-west-2a: the referee disagrees: about something\n/);
  expect(text).toMatch(/\n1 of 2 worlds are as they should be\.\n$/);
});
