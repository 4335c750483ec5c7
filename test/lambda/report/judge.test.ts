/** The judge: evidence in, verdict out, without a socket. */
import { describe, expect, test } from 'vitest';
import type { OperationEvidence } from '../../../lambda/report/evidence.ts';
import { judgeControl } from '../../../lambda/report/judge/judge-control.ts';
import { judgeTarget } from '../../../lambda/report/judge/judge-target.ts';
import type { CauseCode } from '../../../lambda/report/vocabulary.ts';
import {
  echo,
  echoEvidence,
  evidence,
  facts,
  ipv4Control,
  OWN_ADDRESS,
  operation,
  unconnected,
} from './evidence-builder.ts';

describe('a target that answered over IPv6', () => {
  test('passes when an echo saw an address of this VPC', () => {
    expect(judgeTarget(evidence(), facts())).toMatchObject({
      path: 'ipv6',
      reached: true,
      outcome: 'ok',
      verdict: 'pass',
      witness: 'echo',
      cause: null,
      asExpected: true,
    });
  });

  test('is inconclusive when no echo named an address', () => {
    const judged = judgeTarget(evidence(), facts({ echoes: [echo('checkip', null)] }));
    expect(judged).toMatchObject({ reached: true, verdict: 'inconclusive', witness: null });
    expect(judged.cause?.code).toBe('NoWitness');
  });

  test('fails when the echoes saw an address outside this VPC', () => {
    const judged = judgeTarget(evidence(), facts({ echoes: [echo('checkip', '2001:db8:9::1')] }));
    expect(judged).toMatchObject({ reached: true, verdict: 'fail', witness: null });
    expect(judged.cause?.code).toBe('SourceMismatch');
  });

  test('warns that the route was declared, not looked up', () => {
    expect(judgeTarget(evidence(), facts()).warnings.map(({ code }) => code)).toEqual(['RouteDeclared']);
  });

  describe('and a variable for endpoints', () => {
    const warningsOn = (id: string, endpointVariables?: readonly string[]) => {
      const { target, ...rest } = evidence();
      const judged = judgeTarget({ ...rest, target: { ...target, id } }, facts({ endpointVariables }));
      return judged.warnings.flatMap(({ code, message }) =>
        code === 'EndpointUrlIgnored' ? message.split(' is set')[0] : [],
      );
    };

    test.each([
      ['s3', ['AWS_ENDPOINT_URL'], ['AWS_ENDPOINT_URL']],
      ['s3-list-buckets', ['AWS_ENDPOINT_URL_S3'], ['AWS_ENDPOINT_URL_S3']],
      ['bedrock-runtime', ['AWS_ENDPOINT_URL_BEDROCK_RUNTIME'], ['AWS_ENDPOINT_URL_BEDROCK_RUNTIME']],
      ['sts', ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_STS'], ['AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_STS']],
      ['dynamodb', ['AWS_ENDPOINT_URL_S3'], []],
      ['checkip', ['AWS_ENDPOINT_URL'], []],
      ['https://mine.example', ['AWS_ENDPOINT_URL'], []],
      ['s3', undefined, []],
    ])('is warned about where it concerns the target: %s, %j', (id, given, named) => {
      expect(warningsOn(id, given)).toEqual(named);
    });
  });

  test('takes its path from the route table where that is known', () => {
    const route = (gateway: string) => ({
      witness: 'ec2' as const,
      gateway,
      routes: [{ destinationCidrBlocks: ['::/0'], gateway }],
    });
    expect(judgeTarget(evidence(), facts({ route: route('eigw-1') })).path).toBe('eigw');
    expect(judgeTarget(evidence(), facts({ route: route('eigw-1') })).warnings).toEqual([]);
    const igw = judgeTarget(evidence(), facts({ route: route('igw-1') }));
    expect(igw).toMatchObject({ path: 'igw', reached: false, verdict: 'fail' });
    expect(igw.cause?.code).toBe('InternetGatewayInPath');
  });

  test('follows the longest prefix of the route table', () => {
    const routes = [
      { destinationCidrBlocks: ['::/0'], gateway: 'eigw-1' },
      { destinationCidrBlocks: ['2001:db8:ffff::/48'], gateway: 'vpce-1' },
    ];
    const judged = judgeTarget(evidence(), facts({ route: { witness: 'ec2', gateway: 'eigw-1', routes } }));
    expect(judged).toMatchObject({ path: 'vpc-endpoint', verdict: 'fail' });
  });
});

describe('a target that answered over another path', () => {
  const elsewhere: [string, Partial<OperationEvidence>, string, CauseCode][] = [
    [
      'an address of the VPC itself',
      { remoteAddress: '2001:db8:1234:1a02::9' },
      'vpc-endpoint',
      'VpcEndpointInPath',
    ],
    ['a translated address', { remoteAddress: '64:ff9b::c612:1' }, 'nat64', 'Nat64InPath'],
  ];
  test.each(elsewhere)('fails when the address was %s', (_, changes, path, code) => {
    const judged = judgeTarget(evidence({ operations: [operation(changes)] }), facts());
    expect(judged).toMatchObject({ path, reached: false, verdict: 'fail', asExpected: false });
    expect(judged.cause?.code).toBe(code);
  });

  test('fails when only its second operation strayed', () => {
    const operations = [operation(), operation({ remoteAddress: '2001:db8:1234:1a02::9' })];
    expect(judgeTarget(evidence({ operations }), facts()).path).toBe('vpc-endpoint');
  });
});

describe('a target that could not be connected to', () => {
  const failures: [OperationEvidence['error'], CauseCode][] = [
    [{ phase: 'resolve', code: 'ENOTFOUND', message: '' }, 'NoSuchHost'],
    [{ phase: 'resolve', code: 'ENODATA', message: '' }, 'NoAaaaRecord'],
    [{ phase: 'resolve', code: 'ESERVFAIL', message: '' }, 'DnsFailed'],
    [{ phase: 'resolve', code: 'EREFUSED', message: '' }, 'DnsFailed'],
    [{ phase: 'resolve', code: 'ETIMEOUT', message: '' }, 'DnsTimeout'],
    [{ phase: 'connect', code: 'ETIMEDOUT', message: '' }, 'ConnectTimeout'],
    [{ phase: 'connect', code: 'ECONNREFUSED', message: '' }, 'ConnectRefused'],
    [{ phase: 'connect', code: 'ENETUNREACH', message: '' }, 'NetworkUnreachable'],
    [{ phase: 'connect', code: 'EADDRNOTAVAIL', message: '' }, 'NetworkUnreachable'],
    [{ phase: 'connect', code: 'EACCES', message: '' }, 'AdminProhibited'],
  ];
  test.each(failures)('%o is %s', (error, code) => {
    const judged = judgeTarget(evidence({ operations: [unconnected({ error })] }), facts());
    expect(judged).toMatchObject({ path: 'none', reached: false, outcome: 'none', verdict: 'fail' });
    expect(judged.cause?.code).toBe(code);
    expect(judged.cause?.remedy).not.toBe('');
  });

  test('is not reached even though an earlier operation was', () => {
    const error = { phase: 'connect' as const, code: 'ETIMEDOUT', message: '' };
    expect(judgeTarget(evidence({ operations: [operation(), unconnected({ error })] }), facts()).path).toBe(
      'none',
    );
  });
});

describe('a target that was connected to and failed later', () => {
  const failures: [Partial<OperationEvidence>, CauseCode, string, string][] = [
    [
      { error: { phase: 'tls', code: 'CERT_HAS_EXPIRED', message: '' } },
      'TlsCertificateInvalid',
      'none',
      'fail',
    ],
    [
      { error: { phase: 'tls', code: 'ERR_TLS_CERT_ALTNAME_INVALID', message: '' } },
      'TlsCertificateInvalid',
      'none',
      'fail',
    ],
    [
      { error: { phase: 'tls', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', message: '' } },
      'TlsCertificateInvalid',
      'none',
      'fail',
    ],
    [{ error: { phase: 'tls', code: 'ETIMEDOUT', message: '' } }, 'TlsFailed', 'none', 'fail'],
    [{ error: { phase: 'tls', code: 'ECONNRESET', message: '' } }, 'ConnectionReset', 'none', 'fail'],
    [{ error: { phase: 'request', code: 'ETIMEDOUT', message: '' } }, 'RequestTimeout', 'none', 'fail'],
    [{ error: { phase: 'request', code: 'TimeoutError', message: '' } }, 'RequestTimeout', 'none', 'fail'],
    [{ error: { phase: 'request', code: 'ECONNRESET', message: '' } }, 'ConnectionReset', 'none', 'fail'],
    [
      { error: { phase: 'request', code: 'HPE_INVALID_CONSTANT', message: '' } },
      'ResponseInvalid',
      'error',
      'fail',
    ],
    [
      { error: { phase: 'request', code: 'AccessDenied', message: '' }, httpStatus: 403 },
      'AccessDenied',
      'denied',
      'fail',
    ],
    [
      { error: { phase: 'request', code: 'AccessDeniedException', message: '' }, httpStatus: 400 },
      'AccessDenied',
      'denied',
      'fail',
    ],
    [
      { error: { phase: 'request', code: 'ExpiredTokenException', message: '' }, httpStatus: 400 },
      'AccessDenied',
      'denied',
      'fail',
    ],
    [
      { error: { phase: 'request', code: 'SlowDown', message: '' }, httpStatus: 503 },
      'Throttled',
      'throttled',
      'inconclusive',
    ],
    [
      { error: { phase: 'request', code: 'ThrottlingException', message: '' }, httpStatus: 400 },
      'Throttled',
      'throttled',
      'inconclusive',
    ],
    [
      { error: { phase: 'request', code: 'NoSuchBucket', message: '' }, httpStatus: 404 },
      'ResourceMissing',
      'error',
      'fail',
    ],
    [
      { error: { phase: 'request', code: 'ResourceNotFoundException', message: '' }, httpStatus: 400 },
      'ResourceMissing',
      'error',
      'fail',
    ],
    [
      { error: { phase: 'request', code: 'InternalError', message: '' }, httpStatus: 500 },
      'ServiceError',
      'error',
      'fail',
    ],
    [
      { error: { phase: 'request', code: 'ServiceUnavailable', message: '' }, httpStatus: 503 },
      'ServiceError',
      'error',
      'fail',
    ],
  ];
  test.each(failures)('%o is %s', (changes, code, outcome, verdict) => {
    const judged = judgeTarget(
      evidence({ operations: [operation({ httpStatus: null, ...changes })] }),
      facts(),
    );
    expect(judged).toMatchObject({ path: 'ipv6', reached: true, outcome, verdict });
    expect(judged.cause?.code).toBe(code);
  });

  test('fails when the service returns other content than was written', () => {
    const failure = { code: 'ContentMismatch', message: 'x' };
    expect(judgeTarget(evidence({ failure }), facts()).cause?.code).toBe('ResponseInvalid');
  });

  test('never brings control characters of untrusted text into the report', () => {
    const error = { phase: 'request' as const, code: 'InternalError', message: '\u001b[31mred\u202e\n' };
    const judged = judgeTarget(evidence({ operations: [operation({ error, httpStatus: 500 })] }), facts());
    expect(judged.cause?.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

test('an attempt that the deadline ended is inconclusive', () => {
  const operations = [unconnected({ error: { phase: 'connect', code: 'ECANCELLED', message: '' } })];
  const judged = judgeTarget(evidence({ operations, cutOff: true }), facts());
  expect(judged).toMatchObject({ reached: false, verdict: 'inconclusive' });
  expect(judged.cause?.code).toBe('CutOff');
});

test('a failure before any request also has a cause', () => {
  const failure = { code: 'NotConfigured', message: 'the environment variable X is not set' };
  expect(judgeTarget(evidence({ operations: [], failure }), facts()).cause?.code).toBe('ResourceMissing');
});

describe('an echo service', () => {
  test.each([OWN_ADDRESS, `${OWN_ADDRESS}\n`])(
    'passes when it answers with an address of this VPC (%j)',
    (echo) => {
      expect(judgeTarget(echoEvidence(echo), facts()).verdict).toBe('pass');
    },
  );

  test.each(['<html>hello</html>', '', '\u001b]0;owned\u0007'])(
    'fails when it does not answer with an address (%j)',
    (echo) => {
      const judged = judgeTarget(echoEvidence(echo), facts());
      expect(judged).toMatchObject({ outcome: 'error', verdict: 'fail' });
      expect(judged.cause?.code).toBe('ResponseInvalid');
    },
  );

  test.each(['10.0.0.1', '2001:db8:9::1', '::ffff:10.1.0.5'])(
    'fails when it saw another address (%s)',
    (echo) => {
      expect(judgeTarget(echoEvidence(echo), facts()).cause?.code).toBe('SourceMismatch');
    },
  );

  test('counts with an error status too where it names a strange address', () => {
    const item = echoEvidence('2001:db8:9::1', { httpStatus: 503 });
    expect(judgeTarget(item, facts()).cause?.code).toBe('SourceMismatch');
  });

  test('that was not reached fails', () => {
    const error = { phase: 'connect' as const, code: 'ETIMEDOUT', message: '' };
    const item = echoEvidence(null, { remoteAddress: null, httpStatus: null, error });
    expect(judgeTarget(item, facts())).toMatchObject({ verdict: 'fail', cause: { code: 'ConnectTimeout' } });
  });

  test('is neither inside nor outside a VPC whose blocks are unknown', () => {
    for (const address of [OWN_ADDRESS, '2001:db8:9::1']) {
      const judged = judgeTarget(echoEvidence(address), facts({ vpcIpv6CidrBlocks: [] }));
      expect(judged).toMatchObject({ verdict: 'inconclusive', cause: { code: 'NoWitness' } });
      expect(judged.cause?.message).toBe("the VPC's IPv6 block is unknown");
    }
  });

  test('that fails shows nothing about the network: another one vouches', () => {
    expect(judgeTarget(echoEvidence('sorry', { httpStatus: 503 }), facts()).verdict).toBe('pass');
    const alone = judgeTarget(echoEvidence('sorry', { httpStatus: 503 }), facts({ echoes: [] }));
    expect(alone.cause?.code).toBe('NoWitness');
  });
});

describe('expectations', () => {
  test.each([
    ['reached', true],
    ['not-reached', false],
    ['vpc-endpoint', false],
    ['any', true],
  ] as const)('a reached target that is expected to be %s', (expectation, asExpected) => {
    const item = evidence();
    const target = { ...item.target, expect: expectation };
    expect(judgeTarget({ ...item, target }, facts()).asExpected).toBe(asExpected);
  });
});

test.each([
  ['reached', false],
  ['not-reached', true],
  ['vpc-endpoint', false],
  ['any', true],
] as const)('an unreached target that is expected to be %s is as expected: %s', (expectation, asExpected) => {
  const error = { phase: 'connect' as const, code: 'ETIMEDOUT', message: '' };
  const item = evidence({ operations: [unconnected({ error })] });
  expect(judgeTarget({ ...item, target: { ...item.target, expect: expectation } }, facts())).toMatchObject({
    ...{ verdict: 'fail', asExpected },
  });
});

test('a user’s target says where the routes were unknown, since only they name other networks', () => {
  const warningOf = (id: string, changes = {}) => {
    const item = evidence();
    const judged = judgeTarget(
      { ...item, target: { ...item.target, id, conditioned: false } },
      facts(changes),
    );
    return judged.warnings[0]?.message;
  };
  expect(warningOf('https://example.com')).toContain("only the VPC's own blocks were refused");
  expect(warningOf('s3')).not.toContain('refused');
  const route = { witness: 'ec2' as const, gateway: 'tgw-1', routes: [] };
  expect(warningOf('https://example.com', { route })).not.toContain('refused');
});

describe('an IPv4 control', () => {
  const silent = ipv4Control();
  const answered = ipv4Control({ answeredBy: '198.18.0.1' });
  const reached = judgeTarget(evidence(), facts());
  const unreached = judgeTarget(
    evidence({ operations: [unconnected({ error: { phase: 'connect', code: 'ETIMEDOUT', message: '' } })] }),
    facts(),
  );

  test('that is silent is as expected, and meaningful while some target is reached', () => {
    expect(judgeControl(silent, [unreached, reached], facts())).toMatchObject({
      succeeded: false,
      meaningful: true,
      asExpected: true,
      cause: null,
    });
  });

  test('that is silent means nothing when nothing is reached', () => {
    expect(judgeControl(silent, [unreached], facts()).meaningful).toBe(false);
  });

  test('that answers shows a way out for IPv4', () => {
    const control = judgeControl(answered, [reached], facts());
    expect(control).toMatchObject({ succeeded: true, asExpected: false });
    expect(control.cause?.code).toBe('Ipv4PathExists');
  });

  test('that answers blames a route only where the routes were looked up', () => {
    const remedy = (route: ReturnType<typeof facts>['route']) =>
      judgeControl(answered, [reached], facts({ route })).cause?.remedy;
    const { route } = facts();
    expect(remedy({ ...route, routes: null })).toContain('a NAT gateway or a gateway endpoint');
    expect(remedy({ ...route, routes: [] })).toContain('remove the route 0.0.0.0/0');
  });

  test('that the deadline ended was not silent', () => {
    const cut = ipv4Control({ codes: ['ECANCELLED'], cutOff: true });
    expect(judgeControl(cut, [reached], facts()).meaningful).toBe(false);
    expect(judgeControl({ ...cut, cutOff: false }, [reached], facts()).meaningful).toBe(true);
  });
});
