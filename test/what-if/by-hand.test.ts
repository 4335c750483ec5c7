/** What the third network lacks because no edit can make it: a target that fails there was not shown to break. */
import { expect, test } from 'vitest';
import type { Target } from '../../lambda/report/report-schema.ts';
import { askedTargets } from '../../lib/what-if/asked-targets.ts';
import type { Obstacle } from '../../lib/what-if/change.ts';
import { whatIfRows } from '../../lib/what-if/conclude.ts';
import type { RoutedRun } from '../../lib/what-if/ways.ts';
import { control, failing, inPlaceOf, run, withoutIpv6 } from '../report/run-builder.ts';

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
