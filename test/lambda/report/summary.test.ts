/** The summary of a report, over all subnets. */
import { describe, expect, test } from 'vitest';
import { judgeTarget } from '../../../lambda/report/judge/judge-target.ts';
import { reportOf } from '../../../lambda/report/judge/summary.ts';
import type { LabRecord } from '../../../lambda/report/lab-schema.ts';
import { type Run, reportSchema } from '../../../lambda/report/report-schema.ts';
import { control, elsewhere, failing, passing, run } from '../../report/run-builder.ts';
import { evidence, facts, operation } from './evidence-builder.ts';

const LAB: LabRecord = {
  world: 'as-synthesized',
  referee: { agrees: true, disagreements: [] },
  counters: {
    egressOnlyInternetGateway: { out: 1, in: 1, inboundDropped: 0 },
    internetGateway: { out: 0, in: 0 },
    natGateway: { out: 0 },
    vpcEndpoint: { out: 0, in: 0 },
    ...{ securityGroupDropped: 0, noRouteDropped: 0, networkAclDropped: 0, blockPublicAccessDropped: 0 },
  },
  inbound: { attempted: true, reachedFunction: false },
};

const summarize = (runs: readonly Run[]) => reportOf(runs).summary;

test('a report of good runs satisfies the schema', () => {
  const one = run([passing('s3'), failing('sts')]);
  expect(reportSchema.safeParse(reportOf([one, elsewhere(one)])).error).toBeUndefined();
});

describe('reached over the EIGW', () => {
  test('requires a pass in every run', () => {
    const one = run([passing('s3'), passing('sts')]);
    expect(summarize([one, elsewhere(one)]).reachedOverEigw).toEqual(['s3', 'sts']);
    const other = elsewhere(run([passing('s3'), failing('sts')]));
    expect(summarize([one, other])).toMatchObject({ reachedOverEigw: ['s3'], notReached: ['sts'] });
  });

  test('counts a declared route only if it leads to an egress-only gateway', () => {
    const one = run([passing('s3')]);
    const route = { witness: 'declared' as const, gateway: 'igw-1' };
    expect(summarize([{ ...one, network: { ...one.network, route } }]).reachedOverEigw).toEqual([]);
  });

  test('counts a route that was looked up only if it leads through one', () => {
    const one = run([passing('s3')]);
    const route = { witness: 'ec2' as const, gateway: 'eigw-1' };
    // Its path is `ipv6`: a route of its own leads past the gateway of ::/0.
    expect(summarize([{ ...one, network: { ...one.network, route } }]).reachedOverEigw).toEqual([]);
    const through = run([{ ...passing('s3'), path: 'eigw' }]);
    expect(summarize([{ ...through, network: { ...one.network, route } }]).reachedOverEigw).toEqual(['s3']);
  });

  test('does not count what was reached and did not pass', () => {
    const undecided = { ...judgeTarget(evidence(), facts({ echoes: [] })), id: 's3' };
    const denial = { phase: 'request' as const, code: 'AccessDenied', message: '' };
    const denied = operation({ httpStatus: 403, error: denial });
    const refused = { ...judgeTarget(evidence({ operations: [denied] }), facts()), id: 'sts' };
    for (const targets of [
      [undecided, refused],
      [refused, undecided],
    ]) {
      const summary = summarize([run(targets)]);
      expect(summary).toMatchObject({ reachedOverEigw: [], notReached: [] });
      expect(summary.sentence).toMatch(/^0 of 2 /);
      for (const reason of ['s3 (NoWitness)', 'sts (AccessDenied)'])
        expect(summary.sentence).toContain(reason);
    }
  });
});

test('subnets that differ are named with their paths', () => {
  const summary = summarize([run([passing('s3')]), elsewhere(run([failing('s3')]))]);
  expect(summary.differBetweenSubnets).toEqual([
    { target: 's3', paths: { 'subnet-a': 'ipv6', 'subnet-b': 'none' } },
  ]);
  expect(summary.sentence).toContain('subnets differ on s3');
});

test('all is as expected only if targets and controls are', () => {
  expect(summarize([run([passing('s3')])]).asExpected).toBe(true);
  expect(summarize([run([failing('s3')])]).asExpected).toBe(false);
  const answered = run([passing('s3')], { controls: [control({ succeeded: true, asExpected: false })] });
  expect(summarize([answered]).asExpected).toBe(false);
});

test('one target, control or run that is not as expected is enough, wherever it stands', () => {
  const both = <T>(one: T, other: T) => [
    [one, other],
    [other, one],
  ];
  for (const targets of both(passing('s3'), failing('sts')))
    expect(summarize([run(targets)]).asExpected).toBe(false);
  for (const controls of both(control(), control({ asExpected: false })))
    expect(summarize([run([passing('s3')], { controls })]).asExpected).toBe(false);
  for (const runs of both(run([passing('s3')]), elsewhere(run([failing('s3')]))))
    expect(summarize(runs).asExpected).toBe(false);
});

describe('the sentence', () => {
  test('gives each target its own cause', () => {
    expect(summarize([run([failing('sts'), failing('ec2', 'ECONNREFUSED')])]).sentence).toContain(
      'sts (ConnectTimeout), ec2 (ConnectRefused)',
    );
  });

  test('promises nothing where one of several controls, of one of several runs, has a way out', () => {
    const answered = run([passing('s3')], { controls: [control(), control({ succeeded: true })] });
    for (const runs of [
      [answered, elsewhere(run([passing('s3')]))],
      [run([passing('s3')]), elsewhere(answered)],
    ])
      expect(summarize(runs).sentence).toContain('IPv4 also has a way out');
  });

  test('counts, and names the rest with its causes', () => {
    expect(summarize([run([passing('s3'), failing('sts')])]).sentence).toBe(
      '1 of 2 targets work without a NAT gateway; the others: sts (ConnectTimeout).',
    );
  });

  test('groups the targets by cause', () => {
    expect(summarize([run([failing('sts'), passing('s3'), failing('ec2')])]).sentence).toBe(
      '1 of 3 targets work without a NAT gateway; the others: sts, ec2 (ConnectTimeout).',
    );
  });

  test('announces an uncertain target that is reached', () => {
    const bedrock = { ...passing('bedrock-runtime'), expect: 'any' as const };
    expect(summarize([run([bedrock])]).sentence).toContain('News: bedrock-runtime');
    const failed = { ...failing('bedrock-runtime'), expect: 'any' as const };
    expect(summarize([run([failed])]).sentence).not.toContain('News');
    // A user's target that may end either way never was without IPv6.
    const other = { ...passing('mine'), expect: 'any' as const };
    expect(summarize([run([other])]).sentence).not.toContain('News');
  });

  test('does not announce what the lab reaches by its own records', () => {
    const bedrock = { ...passing('bedrock-runtime'), expect: 'any' as const };
    const [{ host = '' } = {}] = bedrock.attempts[0].operations;
    const ground = { kind: 'by name', date: '2026-10' } as const;
    const inLab = (name: string) => {
      const lab = { ...LAB, hosts: [{ host: name, a: true, aaaa: true, ground }] };
      return summarize([{ ...run([bedrock]), lab }]).sentence;
    };
    expect(inLab(host)).not.toContain('News');
    expect(inLab('other.example')).toContain('News: bedrock-runtime');
  });

  test('counts what a VPC endpoint carries as expected, and not what it refused', () => {
    const carried = {
      ...failing('bedrock-runtime'),
      ...{ expect: 'vpc-endpoint' as const, path: 'vpc-endpoint' as const, outcome: 'ok' as const },
    };
    expect(summarize([run([passing('s3'), carried])]).sentence).toBe(
      '2 of 2 targets work without a NAT gateway (thanks to a VPC endpoint: bedrock-runtime).',
    );
    const refused = { ...carried, outcome: 'denied' as const };
    expect(summarize([run([passing('s3'), refused])]).sentence).toMatch(/^1 of 2/);
  });

  test('promises nothing where IPv4 has a way out', () => {
    const answered = run([passing('s3')], { controls: [control({ succeeded: true })] });
    expect(summarize([answered]).sentence).toContain('IPv4 also has a way out');
  });
});
