/** The witnesses in the judge: IAM's conditions, the echoes behind the same route, the route table; and IAM's control. */
import { describe, expect, test } from 'vitest';
import { judgeControl } from '../../../lambda/report/judge/judge-control.ts';
import { judgeTarget } from '../../../lambda/report/judge/judge-target.ts';
import type { Target } from '../../../lambda/report/report-schema.ts';
import type { RouteFinding } from '../../../lambda/report/witnesses.ts';
import {
  attempt,
  echo,
  echoEvidence,
  evidence,
  facts,
  iamControl,
  OWN_ADDRESS,
  operation,
  unconnected,
} from './evidence-builder.ts';

const ROLE = 'arn:aws:sts::111122223333:assumed-role/Natless-Role/Natless-Probe0';

/** Denials as services word them, recorded or taken from the IAM User Guide. */
const denied = (why: string, code = 'AccessDenied', httpStatus = 403) =>
  operation({
    httpStatus,
    error: {
      phase: 'request',
      code,
      message: `User: ${ROLE} is not authorized to perform: s3:PutObject ${why}`,
    },
  });

const NOTHING_ALLOWS = 'because no identity-based policy allows the s3:PutObject action';

function judged(operations: Parameters<typeof evidence>[0] & object, iamWitness = true) {
  return judgeTarget(evidence(operations), facts({ iamWitness }));
}

describe('IAM vouches for a conditioned target', () => {
  test('whatever the echoes saw', () => {
    const elsewhere = [echo('checkip', '2001:db8:9::1')];
    for (const echoes of [[], elsewhere]) {
      expect(judgeTarget(evidence(), facts({ iamWitness: true, echoes }))).toMatchObject({
        verdict: 'pass',
        witness: 'iam',
      });
    }
  });

  test('but not where the conditions are off: then the echoes do', () => {
    expect(judgeTarget(evidence(), facts({ iamWitness: false }))).toMatchObject({ witness: 'echo' });
    expect(judgeTarget(evidence(), facts({ iamWitness: false, echoes: [] })).verdict).toBe('inconclusive');
  });

  test('and not for any other target', () => {
    const { target, attempts } = evidence();
    const unconditioned = { target: { ...target, conditioned: false }, attempts };
    expect(judgeTarget(unconditioned, facts({ iamWitness: true }))).toMatchObject({ witness: 'echo' });
    expect(judgeTarget(unconditioned, facts({ iamWitness: true, echoes: [] })).cause?.code).toBe('NoWitness');
  });
});

describe('a denial', () => {
  test.each([
    ['because no statement allows it', denied(NOTHING_ALLOWS), 'WitnessDenied'],
    [
      'in DynamoDB’s form, which is status 400',
      denied(NOTHING_ALLOWS, 'AccessDeniedException', 400),
      'WitnessDenied',
    ],
    [
      'in S3’s old form, without a reason',
      operation({
        httpStatus: 403,
        error: { phase: 'request', code: 'AccessDenied', message: 'Access Denied' },
      }),
      'WitnessDenied',
    ],
    [
      'by an explicit deny of the role',
      denied('with an explicit deny in an identity-based policy'),
      'AccessDenied',
    ],
    [
      'by a service control policy',
      denied('with an explicit deny in a service control policy'),
      'AccessDenied',
    ],
    ['by an endpoint policy', denied('with an explicit deny in a VPC endpoint policy'), 'AccessDenied'],
    [
      'for a model without access',
      operation({
        httpStatus: 403,
        error: {
          phase: 'request',
          code: 'AccessDeniedException',
          message: "You don't have access to the model with the specified model ID.",
        },
      }),
      'AccessDenied',
    ],
    [
      'for expired credentials',
      operation({
        httpStatus: 403,
        error: {
          phase: 'request',
          code: 'ExpiredTokenException',
          message: 'The security token included in the request is expired',
        },
      }),
      'AccessDenied',
    ],
    [
      'for a wrong signature',
      operation({
        httpStatus: 403,
        error: {
          phase: 'request',
          code: 'SignatureDoesNotMatch',
          message: 'The request signature we calculated does not match',
        },
      }),
      'AccessDenied',
    ],
  ])('%s has its own cause', (_, operation_, code) => {
    const target = judged({ operations: [operation_] });
    expect(target).toMatchObject({ reached: true, outcome: 'denied', verdict: 'fail', witness: null });
    expect(target.cause?.code).toBe(code);
  });

  test('is blamed on the policy where the conditions are off', () => {
    expect(judged({ operations: [denied(NOTHING_ALLOWS)] }, false).cause?.code).toBe('AccessDenied');
  });

  test.each([
    ['with an explicit deny in a service control policy', 'service control policy'],
    ['with an explicit deny in an identity-based policy', 'identity-based policy'],
  ])('%s: the remedy names the policy', (why, policy) => {
    expect(judged({ operations: [denied(why)] }).cause?.remedy).toContain(policy);
  });

  test('on a path that is not the EIGW is explained by the path', () => {
    const remoteAddress = '2001:db8:1234:1a02::9';
    const target = judged({ operations: [{ ...denied(NOTHING_ALLOWS), remoteAddress }] });
    expect(target).toMatchObject({ path: 'vpc-endpoint', outcome: 'denied' });
    expect(target.cause?.code).toBe('VpcEndpointInPath');
  });
});

describe('an echo vouches', () => {
  const routes = (gateways: Readonly<Record<string, string>>): RouteFinding => ({
    witness: 'ec2',
    gateway: gateways['::/0'] ?? null,
    routes: Object.entries(gateways).map(([block, gateway]) => ({ destinationCidrBlocks: [block], gateway })),
  });
  const plain = () => {
    const { target, attempts } = evidence();
    return { target: { ...target, conditioned: false }, attempts };
  };

  test('for what is behind the same route', () => {
    const route = routes({ '::/0': 'eigw-1' });
    expect(judgeTarget(plain(), facts({ route }))).toMatchObject({
      path: 'eigw',
      witness: 'echo',
      verdict: 'pass',
    });
  });

  test('not for what is behind another route', () => {
    const route = routes({ '::/0': 'eigw-1', '2001:db8:ffff::1/128': 'eigw-2' });
    const target = judgeTarget(plain(), facts({ route }));
    expect(target).toMatchObject({ path: 'eigw', witness: null, verdict: 'inconclusive' });
    expect(target.cause?.message).toContain('another route');
  });

  test.each([
    ['HTML', '<html>hello</html>', 'ResponseInvalid'],
    ['nothing', '', 'ResponseInvalid'],
    ['an escape sequence', '\u001b[2J', 'ResponseInvalid'],
    ['two addresses', `${OWN_ADDRESS} ${OWN_ADDRESS}`, 'ResponseInvalid'],
    ['an address with a zone', 'fe80::1%eth0', 'SourceMismatch'],
    ['a private address', '10.1.8.4', 'SourceMismatch'],
    ['a unique local address', 'fd00::1', 'SourceMismatch'],
    ["another VPC's address", '2001:db8:1234:1b00::1', 'SourceMismatch'],
    ['the last address of the block', '2001:db8:1234:1aff:ffff:ffff:ffff:ffff', undefined],
  ])('only with an address: %s', (_, answer, code) => {
    const echoes = [echo('checkip', OWN_ADDRESS)];
    expect(judgeTarget(echoEvidence(answer), facts({ echoes })).cause?.code).toBe(code);
  });
});

describe('the route table decides the path', () => {
  const path = (gateway: string, remoteAddress: string) =>
    judgeTarget(
      evidence({ operations: [operation({ remoteAddress })] }),
      facts({ route: { witness: 'ec2', gateway, routes: [{ destinationCidrBlocks: ['::/0'], gateway }] } }),
    ).path;

  test.each([
    ['eigw-1', '2001:db8:ffff::1', 'eigw'],
    ['igw-1', '2001:db8:ffff::1', 'igw'],
    ['tgw-1', '2001:db8:ffff::1', 'ipv6'],
    ['blackhole', '2001:db8:ffff::1', 'ipv6'],
    ['eigw-1', '64:ff9b::c612:1', 'nat64'],
    ['eigw-1', '2001:db8:1234:1a05::1', 'vpc-endpoint'],
    ['eigw-1', '198.18.0.7', 'ipv4'],
    ['eigw-1', '10.1.8.9', 'vpc-endpoint'],
  ])('::/0 to %s, and %s: %s', (gateway, address, expected) => {
    expect(path(gateway, address)).toBe(expected);
  });

  test('without a socket there is no path', () => {
    const operations = [unconnected({ error: { phase: 'connect', code: 'ETIMEDOUT', message: '' } })];
    expect(judged({ operations }).path).toBe('none');
  });
});

describe("IAM's own control", () => {
  const vouched = { id: 'dynamodb', witness: 'iam' } as Target;
  const judgeIt = (evidence_: ReturnType<typeof attempt>, targets: Target[] = [vouched]) =>
    judgeControl(iamControl(evidence_), targets, facts({ iamWitness: true }));

  test('that was denied means something while IAM vouches for the same table', () => {
    const control = attempt({ operations: [denied(NOTHING_ALLOWS, 'AccessDeniedException', 400)] });
    expect(judgeIt(control)).toMatchObject({
      kind: 'iam',
      succeeded: false,
      meaningful: true,
      asExpected: true,
      cause: null,
    });
    expect(judgeIt(control, [{ ...vouched, witness: null }])).toMatchObject({ meaningful: false });
    expect(judgeIt(control, [])).toMatchObject({ meaningful: false });
  });

  test('that got no answer means nothing', () => {
    const operations = [unconnected({ error: { phase: 'connect', code: 'ETIMEDOUT', message: '' } })];
    expect(judgeIt(attempt({ operations }))).toMatchObject({
      succeeded: false,
      meaningful: false,
      asExpected: true,
    });
  });

  test('that was allowed shows that AWS saw another address', () => {
    const control = judgeIt(attempt());
    expect(control).toMatchObject({ succeeded: true, meaningful: false, asExpected: false });
    expect(control.cause?.code).toBe('SourceMismatch');
  });
});
