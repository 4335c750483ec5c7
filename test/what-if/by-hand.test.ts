/** What the third network lacks because no edit can make it: a target that fails there was not shown to break. */
import { describe, expect, test } from 'vitest';
import type { Target } from '../../lambda/report/report-schema.ts';
import { askedTargets } from '../../lib/what-if/asked-targets.ts';
import type { Obstacle } from '../../lib/what-if/change.ts';
import { whatIfRows } from '../../lib/what-if/conclude.ts';
import type { RoutedRun } from '../../lib/what-if/ways.ts';
import { control, failing, inPlaceOf, passingAt, run, withoutIpv6 } from '../report/run-builder.ts';

const URL = 'https://api.example';

function routed(target: Target, gateway: 'nat-1' | null): RoutedRun {
  const routes = gateway === null ? [] : [{ destinationCidrBlocks: ['0.0.0.0/0'], gateway }];
  const controls = [control({ id: URL, succeeded: gateway !== null })];
  const securityGroups = [{ logicalId: 'Group', id: 'sg-1', name: 'Group' }];
  const placed = inPlaceOf(run([target], { controls }), { logicalIds: ['Worker'], securityGroups });
  return { run: placed, route: { witness: 'ec2', gateway: null, routes } };
}

function rowWith(obstacles: readonly Obstacle[], target: Target = failing(URL)) {
  const asked = askedTargets([{ url: URL, caller: 'code', foundIn: [], workloads: [] }], () => null);
  const without = routed(target, null);
  const networks = { today: [routed(target, 'nat-1')], withoutNat: [without], withIpv6: [without] };
  return whatIfRows(asked, networks, { obstacles })[0];
}

const obstacle = (kind: Obstacle['kind'], logicalId: string): Obstacle => ({
  kind,
  logicalId,
  why: 'add it',
});

test.each([
  obstacle('security-group', 'Group'),
  obstacle('workload-flag', 'Worker'),
  obstacle('default-route', 'MainTable'),
])('is unknown, and names what is left to do: %j', (left) => {
  expect(rowWith([left])).toMatchObject({
    needs: 'unknown',
    cause: { message: expect.stringContaining(`by hand was not tried: ${left.logicalId}: add it`) },
  });
});

describe('a workload in whose place no probe stood', () => {
  const leftOut = [{ logicalId: 'Other', reason: 'what its group lets out is unknown' }];
  const needFor = (workloads: readonly string[], logicalIds: readonly string[]) => {
    const target = passingAt(URL, 'api.example');
    const one = routed(target, null);
    const placed = { ...one, run: inPlaceOf(one.run, { logicalIds: [...logicalIds] }) };
    const eigw = [{ destinationCidrBlocks: ['::/0'], gateway: 'eigw-1' }];
    const there = { ...placed, route: { witness: 'ec2' as const, gateway: 'eigw-1', routes: eigw } };
    const networks = { today: [there], withoutNat: [there], withIpv6: [there] };
    const asked = askedTargets([{ url: URL, caller: 'code', foundIn: [], workloads }], () => null);
    const [row] = whatIfRows(asked, networks, { leftOut });
    return [row?.needs, row?.cause?.remedy ?? null];
  };
  const UNKNOWN = ['unknown', 'what its group lets out is unknown'];

  test('is not answered for by another place, nor by one that stands for nothing', () => {
    expect(needFor(['Other'], ['Worker'])).toEqual(UNKNOWN);
    expect(needFor(['Other'], [])).toEqual(UNKNOWN);
    expect(needFor([], [])).toEqual(UNKNOWN);
  });

  test('does not matter to what is asked of the others', () => {
    expect(needFor(['Worker'], ['Worker'])).toEqual(['nothing', null]);
    expect(needFor([], ['Worker'])).toEqual(['nothing', null]);
  });
});

test('breaks where nothing is left to do, or only for other workloads', () => {
  expect(rowWith([])?.needs).toBe('paid');
  expect(rowWith([obstacle('security-group', 'OtherGroup'), obstacle('workload-flag', 'Other')])?.needs).toBe(
    'paid',
  );
});

test('breaks where the name has no IPv6, whatever is left to do', () => {
  const target = withoutIpv6(URL, 'api.example');
  expect(rowWith([obstacle('security-group', 'Group')], target)?.needs).toBe('paid');
});
