/** Every cause's remedy names what a person needs: the resource, what to look at and in which order, the next step. */
import { describe, expect, test } from 'vitest';
import { causeOf } from '../../../lambda/report/judge/causes.ts';
import { CAUSE_CODES, type CauseCode } from '../../../lambda/report/vocabulary.ts';
import { facts, VPC_BLOCK } from './evidence-builder.ts';

type Facts = ReturnType<typeof facts>;

const LOOKED_UP = { witness: 'ec2' as const, gateway: 'igw-7', routes: [] };
const UNKNOWN = { witness: 'declared' as const, gateway: null, routes: null };

function remedyOf(code: CauseCode, changes: Partial<Facts> = {}, message = ''): string {
  return causeOf(code, message, facts({ subnetId: 'subnet-42', ...changes })).remedy;
}

/** Whether the terms stand in the text, in this order. */
function inOrder(text: string, terms: readonly string[]): boolean {
  let from = 0;
  return terms.every((term) => {
    const at = text.indexOf(term, from);
    from = at + term.length;
    return at >= 0;
  });
}

/** In the order in which to look. */
const TERMS: Readonly<Record<CauseCode, readonly string[]>> = {
  NoSuchHost: ['Region', 'default name', 'interface endpoint', 'NAT gateway'],
  NoAaaaRecord: ['IPv4', 'dual-stack', 'gateway endpoint', 'interface endpoint', 'NAT64', 'NAT gateway'],
  DnsFailed: ['DNS support', 'DHCP options', 'Resolver rule'],
  DnsTimeout: ['resolver', 'DNS support', 'name servers', 'DHCP options'],
  UnknownToLab: ['nothing about the host', 'the lab', 'declare', 'look up'],
  Dns64WithoutRoute: ['DNS64', '64:ff9b::/96', 'NAT gateway', 'route table of subnet-42', 'turn off DNS64'],
  PortBlocked: ['port 25', 'Lambda', '587', '465', 'SES'],
  ConnectTimeout: [
    ...["security group's egress", '::/0', 'route ::/0', 'route table of subnet-42', 'network ACL'],
    ...['both directions', 'VPC Block Public Access', 'VPC encryption controls', 'exclusion'],
  ],
  PrivateIpv6Block: [VPC_BLOCK, 'does not advertise', 'subnet-42', 'public IPv6 block', 'Amazon'],
  ConnectRefused: ['reset', 'port', 'firewall'],
  NetworkUnreachable: ['IPv6 block of subnet-42', 'Ipv6AllowedForDualStack', 'VpcConfig'],
  AdminProhibited: ['firewall', 'administratively prohibited', 'rules for IPv6'],
  TlsCertificateInvalid: ['middlebox', 'expired', 'another name'],
  TlsFailed: ['TCP connected', 'middlebox', 'packet too big'],
  RequestTimeout: ['packet too big', 'network ACL', 'service'],
  WitnessDenied: [VPC_BLOCK, 'path', 'policy', 'iamWitness', 'false'],
  AccessDenied: ['network is fine', 'action', "probe's role"],
  Throttled: ['network is fine', 'again'],
  ServiceError: ['network is fine', 'again', 'health page'],
  ResourceMissing: ['network is fine', 'resource', 'deploy'],
  SourceMismatch: [VPC_BLOCK, 'NAT', 'proxy', 'another VPC'],
  VpcEndpointInPath: ['VPC endpoint', 'egress-only internet gateway', 'remove', 'route', 'subnet-42'],
  Nat64InPath: ['NAT64', 'DNS64'],
  InternetGatewayInPath: ['subnet-42', 'internet gateway', 'egress-only internet gateway'],
  Ipv4PathExists: ['subnet-42', 'NAT gateway', 'gateway endpoint'],
  AppWouldFail: ['NODE_OPTIONS=--network-family-autoselection-attempt-timeout=2000', 'family', 'client'],
  TargetRefused: ['public host', 'addresses inside'],
  ConnectionReset: ['server', 'middlebox'],
  ResponseInvalid: ['something else', 'look at what it sent'],
  RouteDeclared: ['route table of subnet-42', '::/0', 'eigw-1'],
  EndpointUrlIgnored: ['nothing to do', 'your own code', 'variable', 'target of its own'],
  NoWitness: ['source address', 'again', 'echo'],
  CutOff: ['deadline', 'fewer targets', 'time-out'],
};

describe('the remedy', () => {
  test.each(CAUSE_CODES)('of %s names what to look at, in this order', (code) => {
    const remedy = remedyOf(code);
    expect(TERMS[code].length).toBeGreaterThan(1);
    expect(inOrder(remedy, TERMS[code]), `${remedy}\n${TERMS[code].join(', ')}`).toBe(true);
  });

  test('of each cause is another', () => {
    expect(new Set(CAUSE_CODES.map((code) => remedyOf(code))).size).toBe(CAUSE_CODES.length);
  });

  const namingSubnet = CAUSE_CODES.filter((code) => remedyOf(code).includes('subnet-42'));

  test.each(namingSubnet)('of %s names its own subnet, and without one says which is meant', (code) => {
    expect(remedyOf(code, { subnetId: 'subnet-9' })).toContain('subnet-9');
    expect(remedyOf(code, { subnetId: 'subnet-9' })).not.toContain('subnet-42');
    expect(remedyOf(code, { subnetId: null })).toContain("function's subnet");
    expect(remedyOf(code, { subnetId: null })).not.toContain('null');
  });

  test('names the subnet wherever a subnet is to blame', () => {
    expect(namingSubnet).toEqual([
      ...[
        'Dns64WithoutRoute',
        'ConnectTimeout',
        'PrivateIpv6Block',
        'NetworkUnreachable',
        'VpcEndpointInPath',
        'InternetGatewayInPath',
      ],
      ...['Ipv4PathExists', 'RouteDeclared'],
    ]);
  });
});

describe('a connect that failed at once', () => {
  const remedy = (message: string) => remedyOf('NetworkUnreachable', {}, message);

  test.each([
    'connect ENETUNREACH 198.51.100.1:443',
    'GetItem to h: ENETUNREACH: connect ENETUNREACH 198.51.100.1:443 - Local (0.0.0.0:0)',
    'connect EADDRNOTAVAIL 8.8.8.8:1',
    'connect ENETUNREACH 2001:db8::1:443; connect ENETUNREACH 198.51.100.1:443',
  ])('to an IPv4 address needs another name: %s', (message) => {
    expect(remedy(message)).toContain('dual-stack name');
    expect(remedy(message)).toContain('subnet-42');
    expect(remedy(message)).not.toContain('Ipv6AllowedForDualStack');
  });

  test.each([
    'connect ENETUNREACH 2001:db8::1:443',
    'connect ENETUNREACH ::ffff:198.51.100.1:443',
    'ENETUNREACH 198.51.100.1:443',
    'connect 198.51.100.1:443',
    'connect ENETUNREACH 198.51.100:443',
    'connect ENETUNREACH 198.51.100.1',
  ])('to anything else lacks IPv6: %s', (message) => {
    expect(remedy(message)).toContain('Ipv6AllowedForDualStack');
  });
});

describe('a denial', () => {
  const remedy = (message: string) => remedyOf('AccessDenied', {}, message);
  const deny = (policy: string, rest = '') => `is not authorized with an explicit deny in ${policy}${rest}`;

  test.each([
    ...['an identity-based policy', 'a resource-based policy', 'a permissions boundary', 'a session policy'],
    ...['a service control policy', 'a resource control policy', 'a VPC endpoint policy'],
  ])('by an explicit deny in %s names it, and that it is to be changed', (policy) => {
    for (const end of ['', '.', ', and more', ': arn:aws:iam::111122223333:policy/p']) {
      expect(remedy(deny(policy, end))).toContain(`in ${policy} forbids`);
      expect(remedy(deny(policy, end))).toContain('change that policy');
    }
  });

  test.each(['the policy', 'an', 'a policy(2)', `a ${'x'.repeat(100)}`, ''])(
    'by an explicit deny in %j, which is not a kind of policy, needs a grant',
    (policy) => {
      expect(remedy(deny(policy))).toContain("probe's role");
    },
  );

  const OTHERS: readonly (readonly [message: string, ...terms: string[]])[] = [
    ['the registry asks for credentials (HTTP 401)', 'registry was reached', 'passwords', 'public image'],
    ['the registry denies the pull (HTTP 403)', 'registry was reached', 'who may pull'],
    ['because no VPC endpoint policy allows the s3:GetObject action', "VPC endpoint's policy", 'allow'],
    ["You don't have access to the model with", 'default', 'service control policy', 'InvokeModel', 'Region'],
    ['ExpiredToken: the token is too old', 'credentials', 'clock', 'again'],
    ['the provided token has expired', 'credentials', 'clock', 'again'],
    ['InvalidClientTokenId: x', 'credentials', 'clock', 'again'],
    ['UnrecognizedClientException: x', 'credentials', 'clock', 'again'],
    ['InvalidAccessKeyId: x', 'credentials', 'clock', 'again'],
    ['The security token included in the request is invalid', 'credentials', 'clock', 'again'],
    ['SignatureDoesNotMatch: x', 'credentials', 'clock', 'again'],
    ['RequestTimeTooSkewed: x', 'credentials', 'clock', 'again'],
    ['because no identity-based policy allows the action', 'grant the action', "probe's role"],
    ['', 'grant the action', "probe's role"],
  ];

  test.each(OTHERS)('%s: says what to do', (message, ...terms) => {
    expect(inOrder(remedy(message), terms), remedy(message)).toBe(true);
    expect(remedy(message)).toContain('the network is fine');
  });

  test('is explained by an explicit deny first, wherever it stands', () => {
    for (const [message] of OTHERS)
      for (const both of [
        `${message} ${deny('a session policy')}`,
        `${deny('a session policy')}. ${message}`,
      ])
        expect(remedy(both)).toContain('a session policy');
  });

  test('whose reason comes last is explained by it, after a user and a resource of any length', () => {
    const arns = `User: ${'u'.repeat(1_200)} is not authorized to perform: s3:GetObject on ${'r'.repeat(2_048)}`;
    expect(remedy(`${arns} ${deny('a service control policy')}`)).toContain('a service control policy');
  });

  test('of more text than AWS sends is read only at its beginning', () => {
    expect(remedy(`${'x'.repeat(10_000)} ${deny('a session policy')}`)).toContain("probe's role");
  });
});

describe('what a registry said', () => {
  test('about pulls names the allowance that a subnet shares, and what helps', () => {
    const remedy = remedyOf('Throttled', {}, 'TooManyRequests: the registry limits pulls (HTTP 429)');
    expect(inOrder(remedy, ['network is fine', '/64', 'wait', 'sign in', 'ECR']), remedy).toBe(true);
    expect(remedyOf('Throttled', {}, 'SlowDown')).not.toContain('ECR');
  });

  test('about a missing image does not blame the stack', () => {
    const remedy = remedyOf('ResourceMissing', {}, 'NotFound: the registry has no such image (HTTP 404)');
    expect(inOrder(remedy, ['network is fine', 'name', 'tag']), remedy).toBe(true);
    expect(remedy).not.toContain('deploy');
    expect(remedyOf('ResourceMissing', {}, 'NoSuchBucket')).not.toContain('tag');
  });
});

describe('a route', () => {
  test('that was looked up is blamed for a way out of IPv4, and what to remove is named', () => {
    const remedy = remedyOf('Ipv4PathExists', { route: LOOKED_UP });
    expect(inOrder(remedy, ['subnet-42', 'NAT gateway', 'remove', '0.0.0.0/0']), remedy).toBe(true);
  });

  test('that was not looked up is to be checked first', () => {
    const remedy = remedyOf('Ipv4PathExists', { route: UNKNOWN });
    expect(inOrder(remedy, ['subnet-42', 'not looked up', 'gateway endpoint']), remedy).toBe(true);
    expect(remedy).not.toContain('remove');
  });

  test('that was declared is to be compared with the gateway that the stack names', () => {
    const declared = remedyOf('RouteDeclared', { route: { ...UNKNOWN, gateway: 'eigw-9' } });
    expect(inOrder(declared, ['subnet-42', 'not looked up', '::/0', 'eigw-9']), declared).toBe(true);
    const nameless = remedyOf('RouteDeclared', { route: UNKNOWN });
    expect(nameless).toContain('leads to the egress-only internet gateway');
  });

  test('that leads elsewhere is named with its gateway', () => {
    const found = remedyOf('RouteDeclared', { route: LOOKED_UP });
    expect(inOrder(found, ['subnet-42', '::/0', 'igw-7']), found).toBe(true);
    expect(found).not.toContain('not looked up');
    const nowhere = remedyOf('RouteDeclared', { route: { ...LOOKED_UP, gateway: null } });
    expect(nowhere).toContain('leads to nothing');
  });
});

describe('a cause', () => {
  test('has its code, and its message in one short line', () => {
    const { code, message } = causeOf('ServiceError', `\u001b[31m${'x'.repeat(5_000)}\n`, facts());
    expect(code).toBe('ServiceError');
    expect(message).toMatch(/^\[31mx+…$/);
    expect(message.length).toBeLessThanOrEqual(600);
  });
});
