/** The guard of users' targets: it waits for EC2's routes, takes all of the VPC's blocks, and knows the lab by its variable only. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readEnvironment } from '../../../lambda/probe/environment.ts';
import { REPORT_MARGIN_MS, ROUTE_WAIT_MS } from '../../../lambda/probe/limits.ts';
import { startRun } from '../../../lambda/probe/run-context.ts';
import { ENV, LAB_ADDRESSES } from '../../../lambda/report/stack-contract.ts';
import type { RouteFinding } from '../../../lambda/report/witnesses.ts';
import { routeTable } from '../report/judged-run.ts';

const VARIABLES = {
  [ENV.vpcIpv4CidrBlock]: '10.1.0.0/16,52.10.0.0/24',
  [ENV.vpcIpv6CidrBlock]: '2600:1f14:abc:de00::/56,2600:1f14:fff:aa00::/56',
};
const PEERED = routeTable({ '::/0': 'eigw-1', '2600:aaaa::/32': 'pcx-1' });

function guardOf(
  route: Promise<RouteFinding | null>,
  variables: Readonly<Record<string, string>> = VARIABLES,
) {
  return startRun(readEnvironment(variables), AbortSignal.any([]), route).addressGuard();
}

test('every block that the stack names is refused', async () => {
  const refusalOf = await guardOf(Promise.resolve(null));
  for (const address of ['52.10.0.9', '2600:1f14:abc:de01::1', '2600:1f14:fff:aa01::1'])
    expect(refusalOf(address)).toBe("an address of the function's own VPC");
  for (const address of ['52.10.1.9', '2600:1f14:abc:df01::1']) expect(refusalOf(address)).toBeNull();
});

test.each([undefined, '', 'false', '1', 'TRUE', '198.18.0.0/15'])(
  'the lab’s addresses are refused where its variable is %j',
  async (value) => {
    const variables = value === undefined ? VARIABLES : { ...VARIABLES, [LAB_ADDRESSES]: value };
    expect((await guardOf(Promise.resolve(null), variables))('2001:db8:ffff::1')).toContain('documentation');
    const inLab = await guardOf(Promise.resolve(null), { ...VARIABLES, [LAB_ADDRESSES]: 'true' });
    expect(inLab('2001:db8:ffff::1')).toBeNull();
  },
);

describe('EC2’s routes', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('are waited for, so that another network is refused', async () => {
    const route = Promise.withResolvers<RouteFinding | null>();
    let refusalOf: Awaited<ReturnType<typeof guardOf>> | null = null;
    const guarded = guardOf(route.promise).then((guard) => {
      refusalOf = guard;
      return guard;
    });
    await vi.advanceTimersByTimeAsync(ROUTE_WAIT_MS - 1);
    expect(refusalOf).toBeNull();
    route.resolve(PEERED);
    expect((await guarded)('2600:aaaa::1')).toContain('another network (pcx-1)');
  });

  test('that do not come leave the known blocks, in time for the targets', async () => {
    const guarded = guardOf(Promise.withResolvers<RouteFinding | null>().promise);
    await vi.advanceTimersByTimeAsync(ROUTE_WAIT_MS);
    const refusalOf = await guarded;
    expect(refusalOf('2600:aaaa::1')).toBeNull();
    expect(refusalOf('2600:1f14:abc:de01::1')).not.toBeNull();
    // A minute is the function's time-out, and a target's own attempt can take as long as EC2's did.
    expect(2 * ROUTE_WAIT_MS).toBeLessThan(60_000 - REPORT_MARGIN_MS);
  });
});
