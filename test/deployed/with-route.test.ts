/** A run completed with the route that its user's credentials could look up. */
import { describe, expect, test } from 'vitest';
import { reportOf } from '../../lambda/probe/judge/summary.ts';
import { reportSchema } from '../../lambda/probe/report-schema.ts';
import { withRoute } from '../../lib/deployed/with-route.ts';
import { failing, passing, run } from '../report/run-builder.ts';

const route = (gateway: string) => ({
  witness: 'ec2' as const,
  gateway,
  routes: [{ destinationCidrBlocks: ['::/0'], gateway }],
});
const declared = run([passing('s3'), failing('sts')]);

describe('a declared path', () => {
  test('becomes what the route table says, and loses its warning', () => {
    const { targets, network } = withRoute(declared, route('eigw-1'));
    expect(network.route).toEqual({ witness: 'ec2', gateway: 'eigw-1' });
    expect(targets[0]).toMatchObject({ path: 'eigw', reached: true, verdict: 'pass', warnings: [] });
    expect(targets[0]?.attempts[0]?.path).toBe('eigw');
  });

  test('is a failure where the table leads to an internet gateway, whatever was declared', () => {
    const [target] = withRoute(declared, route('igw-1')).targets;
    expect(target).toMatchObject({ path: 'igw', reached: false, verdict: 'fail', asExpected: false });
    expect(target?.cause?.code).toBe('InternetGatewayInPath');
  });
});

test('a target that was not reached stays what it was', () => {
  expect(withRoute(declared, route('eigw-1')).targets[1]).toEqual(declared.targets[1]);
});

test('the completed run is still a report', () => {
  const report = reportOf([withRoute(declared, route('eigw-1'))]);
  expect(reportSchema.safeParse(report).error).toBeUndefined();
});
