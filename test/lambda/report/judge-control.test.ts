/** Controls among several targets: each asks its own target, and each address its own route. */
import { describe, expect, test } from 'vitest';
import type { ControlEvidence } from '../../../lambda/report/evidence.ts';
import { judgeAgain } from '../../../lambda/report/judge/judge-again.ts';
import { judgeControl } from '../../../lambda/report/judge/judge-control.ts';
import type { Target } from '../../../lambda/report/report-schema.ts';
import { passing } from '../../report/run-builder.ts';
import { attempt, evidence, facts, iamControl, ipv4Control, operation } from './evidence-builder.ts';
import { DECLARED, judgedRun, observed, routeTable, runFacts } from './judged-run.ts';

const denial = {
  phase: 'request' as const,
  code: 'AccessDenied',
  message: 'with an explicit deny in an identity-based policy',
};
const denied = iamControl(attempt({ operations: [operation({ httpStatus: 403, error: denial })] }));

const orders = <T>(items: readonly T[]) => [items, items.toReversed()];

describe("IAM's control", () => {
  test('is meaningful only while IAM vouches for its own table', () => {
    const vouched = (id: string, witness: Target['witness']) => ({ ...passing(id), witness });
    for (const targets of orders([vouched('s3', 'iam'), vouched('dynamodb', 'echo')]))
      expect(judgeControl(denied, targets, facts()).meaningful).toBe(false);
    for (const targets of orders([vouched('s3', 'echo'), vouched('dynamodb', 'iam')]))
      expect(judgeControl(denied, targets, facts()).meaningful).toBe(true);
  });

  test.each(['::/0', 'fd00::/48', '2001:db8:1234:1a01::/64', '64:ff9b::/96'])(
    'means nothing where the grants name %s, since IAM vouches for nothing then',
    (block) => {
      const item = evidence();
      const targets = [{ target: { ...item.target, id: 'dynamodb' }, attempts: item.attempts }];
      const known = runFacts({ iamWitness: true, vpcIpv6CidrBlocks: [block] });
      expect(judgedRun(observed({ targets, controls: [denied] }), known).controls).toMatchObject([
        { succeeded: false, meaningful: false },
      ]);
    },
  );
});

describe('an IPv4 control that an endpoint answered', () => {
  const route = routeTable({ '::/0': 'eigw-1', '198.18.0.0/24': 'vpce-1' });
  const answered = (id: string, answeredBy = '198.18.0.7') => ipv4Control({ id, answeredBy });
  const own = { ...passing('s3'), expect: 'vpc-endpoint' as const, path: 'vpc-endpoint' as const };

  test('is as expected only where its own target expects the endpoint', () => {
    for (const targets of orders([passing('sts'), own])) {
      expect(judgeControl(answered('s3'), targets, facts({ route })).asExpected).toBe(true);
      expect(judgeControl(answered('sts'), targets, facts({ route })).asExpected).toBe(false);
    }
  });

  test('is a way out where another address answered', () => {
    const control = judgeControl(answered('s3', '198.18.9.9'), [own], facts({ route }));
    expect(control).toMatchObject({ asExpected: false, cause: { code: 'Ipv4PathExists' } });
  });

  test('does not take the gateway of ::/0 for IPv4’s', () => {
    const inspected = routeTable({ '::/0': 'vpce-1' });
    expect(judgeControl(answered('s3'), [own], facts({ route: inspected })).cause?.code).toBe(
      'Ipv4PathExists',
    );
  });

  test('stays a way out with EC2’s route where only some of its addresses lead to the endpoint', () => {
    const target = { ...evidence().target, expect: 'vpc-endpoint' as const };
    const controls: ControlEvidence[] = ['203.0.113.9', '198.18.0.7'].map((answeredBy) =>
      ipv4Control({ answeredBy, remoteAddresses: ['198.18.0.7', '203.0.113.9'] }),
    );
    const evidences = observed({ targets: [{ ...evidence(), target }], controls });
    const run = judgedRun(evidences, runFacts({ route: DECLARED }));
    expect(judgeAgain(run, route).controls).toMatchObject([
      { asExpected: false, cause: { code: 'Ipv4PathExists' } },
      { asExpected: true, cause: { code: 'VpcEndpointInPath' } },
    ]);
  });
});

test.each([
  [['ENETUNREACH'], true],
  [['EADDRNOTAVAIL'], true],
  [['ENETUNREACH', 'EADDRNOTAVAIL'], true],
  [['ENETUNREACH', 'ETIMEDOUT'], false],
  [['ETIMEDOUT', 'ENETUNREACH'], false],
  [['ETIMEDOUT'], false],
  [[], false],
])('a control that ended in %j was never sent: %s', (codes, unsent) => {
  const control = ipv4Control({ codes, remoteAddresses: ['198.18.0.7', '198.18.0.8'] });
  expect(judgeControl(control, [passing('s3')], facts())).toMatchObject({
    unsent,
    remoteAddresses: ['198.18.0.7', '198.18.0.8'],
  });
});
