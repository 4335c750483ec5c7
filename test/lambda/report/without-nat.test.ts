/** What becomes of a target without NAT gateways: from the path of its attempts, never from what ought to work. */
import { describe, expect, test } from 'vitest';
import type { AttemptEvidence, OperationEvidence, TargetEvidence } from '../../../lambda/report/evidence.ts';
import type { LabDrop, LabFacts, RunFacts } from '../../../lambda/report/judge/facts.ts';
import type { Target } from '../../../lambda/report/report-schema.ts';
import type { Mode } from '../../../lambda/report/vocabulary.ts';
import type { RouteFinding } from '../../../lambda/report/witnesses.ts';
import { attempt, ipv4Control, labFacts, OWN_TARGET, operation, unconnected } from './evidence-builder.ts';
import { judgedRun, observed, routeTable, runFacts } from './judged-run.ts';

const IPV6 = '2001:db8:ffff::1';
const IPV4 = '198.18.0.1';
const NAT64 = '64:ff9b::c612:1';
const INSIDE = '10.1.8.9';

const VPC = { '10.1.0.0/16': 'local', '2001:db8:1234:1a00::/56': 'local' };
const EIGW_AND_NAT = routeTable({ ...VPC, '::/0': 'eigw-1', '0.0.0.0/0': 'nat-1', '64:ff9b::/96': 'nat-1' });

const at = (mode: Mode, remoteAddress: string, changes: Partial<OperationEvidence> = {}) =>
  attempt({ mode, operations: [operation({ remoteAddress, ...changes })] });
const failing = (mode: Mode, phase: 'resolve' | 'connect', code: string, dns = DUAL) =>
  attempt({ mode, operations: [unconnected({ dns, error: { phase, code, message: '' } })] });

const DUAL = { a: [IPV4], aaaa: [IPV6] };
const ONLY_IPV4 = { a: [IPV4], aaaa: [] };
const silent = (mode: Mode) => failing(mode, 'connect', 'ETIMEDOUT');
const MISSPELT = attempt({
  operations: [
    unconnected({ host: 'api.strip.com', error: { phase: 'resolve', code: 'ENOTFOUND', message: '' } }),
  ],
});
const nameless = failing('ipv6', 'resolve', 'ENODATA', ONLY_IPV4);

interface Case {
  readonly attempts: TargetEvidence['attempts'];
  readonly route?: RouteFinding;
  readonly sdk?: boolean;
  /** Whether the control's connect over IPv4 was answered. */
  readonly answered?: boolean;
  readonly known?: Partial<RunFacts>;
}

function judged({ attempts, route = EIGW_AND_NAT, sdk = true, answered = true, known }: Case): Target {
  const target = { ...OWN_TARGET, sdk };
  const controls = [ipv4Control(answered ? { id: 'api', answeredBy: IPV4, outcome: 'ok' } : { id: 'api' })];
  const run = judgedRun(
    observed({ targets: [{ target, attempts }], controls }),
    runFacts({ route, ...known }),
  );
  const [result] = run.targets;
  if (result) return result;
  throw new Error('the run has no target');
}

const withTable = (routes: Readonly<Record<string, string>>) => routeTable({ ...VPC, ...routes });

describe('a target works', () => {
  test.each<[string, Case]>([
    [
      'over the egress-only gateway',
      { attempts: [at('ipv6', IPV6), at('natural', IPV6), at('unchanged', IPV6)] },
    ],
    ['if denied', { attempts: [at('ipv6', IPV6), at('unchanged', IPV6, { httpStatus: 403 })] }],
    [
      'over an internet gateway',
      { attempts: [at('ipv6', IPV6), at('unchanged', IPV6)], route: withTable({ '::/0': 'igw-1' }) },
    ],
    [
      'through an interface in the VPC',
      { attempts: [silent('ipv6'), silent('natural'), at('unchanged', INSIDE)] },
    ],
    [
      'through a gateway endpoint over IPv4',
      {
        attempts: [at('ipv6', IPV6), at('natural', IPV6), at('unchanged', IPV4)],
        route: withTable({ '::/0': 'eigw-1', '0.0.0.0/0': 'nat-1', [`${IPV4}/32`]: 'vpce-1' }),
      },
    ],
    ['by a plain URL, which has one name', { attempts: [at('ipv6', IPV6), at('natural', IPV6)], sdk: false }],
    [
      'where the stack declared an egress-only gateway',
      {
        attempts: [at('ipv6', IPV6), at('unchanged', IPV6)],
        route: { witness: 'declared', gateway: 'eigw-1', routes: null },
      },
    ],
  ])('%s', (_, given) => {
    expect(judged(given).withoutNat).toBe('works');
  });

  test('and the report names the gateway as the template does', () => {
    const resources = { 'eigw-1': { logicalId: 'Out6', id: 'eigw-1', name: null } };
    const known = { lab: labFacts({ resources }) };
    const { withoutNatBecause } = judged({ attempts: [at('ipv6', IPV6), at('unchanged', IPV6)], known });
    expect(withoutNatBecause).toBe('the egress-only internet gateway Out6 (eigw-1) carries it as it is');
  });
});

describe('an image that IPv6 carries', () => {
  const imageIn = (kind: 'function' | 'service' | 'task' | 'instance', ipv4: 'silent' | 'absent') => {
    const target = { ...OWN_TARGET, service: 'oci' };
    const attempts = [at('ipv6', IPV6), at('natural', IPV6)] as const;
    const codes = [ipv4 === 'absent' ? 'ENETUNREACH' : 'ETIMEDOUT'];
    const controls = [ipv4Control({ id: 'api', codes })];
    const lab = labFacts({ workload: { ...labFacts().workload, kind } });
    return judgedRun(
      observed({ targets: [{ target, attempts }], controls }),
      runFacts({ route: EIGW_AND_NAT, lab }),
    ).targets[0];
  };

  test.each(['service', 'task'] as const)(
    'is unknown for an ECS %s: on Fargate AWS would fetch it over IPv4',
    (kind) => {
      expect(imageIn(kind, 'silent')).toMatchObject({
        withoutNat: 'unknown',
        withoutNatBecause: expect.stringContaining('over IPv4'),
      });
      expect(imageIn(kind, 'absent')?.withoutNat).toBe('works');
    },
  );

  test.each(['function', 'instance'] as const)('works for a place of the kind %s', (kind) => {
    expect(imageIn(kind, 'silent')?.withoutNat).toBe('works');
  });
});

describe('a target works with a change', () => {
  test.each<[string, Case]>([
    ['by its dual-stack name', { attempts: [at('ipv6', IPV6), at('natural', IPV6), at('unchanged', IPV4)] }],
    ['where NAT64 carries unchanged code', { attempts: [at('ipv6', IPV6), at('unchanged', NAT64)] }],
    [
      'where only forced IPv6 answers',
      { attempts: [at('ipv6', IPV6), silent('natural'), silent('unchanged')] },
    ],
    ['by a plain URL that took IPv4', { attempts: [at('ipv6', IPV6), at('natural', IPV4)], sdk: false }],
  ])('%s', (_, given) => {
    expect(judged(given).withoutNat).toBe('works-with-change');
  });
});

describe('a target breaks', () => {
  test.each<[string, Case]>([
    ['that has no IPv6', { attempts: [nameless, nameless, at('unchanged', IPV4)] }],
    ['that NAT64 carries', { attempts: [at('ipv6', NAT64), at('natural', NAT64)], sdk: false }],
    ['that only a control reached over NAT', { attempts: [silent('ipv6'), silent('unchanged')] }],
    [
      'that nothing carries, since it has no IPv6',
      { attempts: [nameless, silent('unchanged')], answered: false },
    ],
    [
      'from a workload without IPv6',
      { attempts: [failing('ipv6', 'connect', 'ENETUNREACH'), silent('unchanged')], answered: false },
    ],
    [
      'to which no route leads',
      { attempts: [silent('ipv6'), silent('unchanged')], route: withTable({}), answered: false },
    ],
    [
      'without IPv6 where only IPv6 leads to another network',
      {
        attempts: [nameless, at('unchanged', IPV4, { dns: ONLY_IPV4 })],
        route: withTable({ '::/0': 'tgw-1', '0.0.0.0/0': 'nat-1' }),
      },
    ],
    [
      'whose packets the lab saw dropped',
      {
        attempts: [silent('ipv6'), silent('unchanged')],
        answered: false,
        known: { lab: labFacts({ drops: [drop('security-group')] }) },
      },
    ],
  ])('%s', (_, given) => {
    expect(judged(given).withoutNat).toBe('breaks');
  });

  test('and the report names the gateway that carries it today', () => {
    const { withoutNatBecause } = judged({ attempts: [nameless, at('unchanged', IPV4)] });
    expect(withoutNatBecause).toBe('only the NAT gateway nat-1 carries it, over IPv4');
  });
});

function drop(by: LabDrop['by']): LabDrop {
  return { remoteAddress: IPV6, port: 443, by, resources: [], detail: null };
}

const unknownHost = (host: string): LabFacts => labFacts({ unknownHosts: [host] });

describe('what becomes of a target is unknown', () => {
  const cutOff: AttemptEvidence = { ...at('natural', IPV6), cutOff: true };

  test.each<[string, Case]>([
    ['that the deadline kept from being tried as code would', { attempts: [at('ipv6', IPV6)] }],
    [
      'whose try as code would was cut off',
      { attempts: [at('ipv6', IPV6), { ...cutOff, mode: 'unchanged' }] },
    ],
    ['that is silent', { attempts: [silent('ipv6'), silent('unchanged')], answered: false }],
    [
      'whose IPv4 leads to a transit gateway',
      {
        attempts: [nameless, silent('unchanged')],
        answered: false,
        route: withTable({ '::/0': 'eigw-1', '0.0.0.0/0': 'tgw-1' }),
      },
    ],
    [
      'whose IPv4 answers through an instance',
      { attempts: [nameless, at('unchanged', IPV4)], route: withTable({ '0.0.0.0/0': 'eni-1' }) },
    ],
    [
      'whose IPv6 leads to another network, though NAT carries it',
      {
        attempts: [silent('ipv6'), at('unchanged', IPV4)],
        route: withTable({ '::/0': 'tgw-1', '0.0.0.0/0': 'nat-1' }),
      },
    ],
    [
      'over routes that are unknown',
      {
        attempts: [nameless, at('unchanged', IPV4)],
        route: { witness: 'declared', gateway: 'eigw-1', routes: null },
      },
    ],
    [
      'that redirects to a host that is silent',
      {
        attempts: [
          attempt({
            operations: [
              operation(),
              unconnected({ error: { phase: 'connect', code: 'ETIMEDOUT', message: '' } }),
            ],
          }),
          at('natural', IPV6),
        ],
        answered: false,
        sdk: false,
      },
    ],
    ['whose name does not exist', { attempts: [MISSPELT, silent('natural')], sdk: false, answered: false }],
    [
      'that only the lab lacks',
      {
        attempts: [failing('ipv6', 'resolve', 'ENOTFOUND')],
        known: { lab: unknownHost('bucket.s3.dualstack.us-west-2.amazonaws.com') },
      },
    ],
    [
      'that the probe may not reach',
      { attempts: [failing('ipv6', 'resolve', 'TARGET_REFUSED'), silent('natural')] },
    ],
    [
      'over IPv6 whose TLS failed, though NAT carries a connect',
      {
        attempts: [
          at('ipv6', IPV6, {
            error: { phase: 'tls', code: 'CERT_HAS_EXPIRED', message: '' },
            httpStatus: null,
          }),
          at('unchanged', IPV4, {
            error: { phase: 'tls', code: 'CERT_HAS_EXPIRED', message: '' },
            httpStatus: null,
          }),
        ],
      },
    ],
    [
      'whose answer is not the service’s',
      {
        attempts: [
          at('ipv6', IPV6, {
            error: { phase: 'request', code: 'HPE_INVALID', message: '' },
            httpStatus: null,
          }),
        ],
      },
    ],
  ])('%s', (_, given) => {
    expect(judged(given).withoutNat).toBe('unknown');
  });

  test('and why is said by name', () => {
    const { withoutNatBecause } = judged({
      attempts: [nameless, silent('unchanged')],
      answered: false,
      route: withTable({ '0.0.0.0/0': 'tgw-1' }),
    });
    expect(withoutNatBecause).toBe(
      'IPv4 leads to the transit gateway tgw-1, and what comes after it is unknown',
    );
  });
});

describe('in the lab a route that takes much of the public addresses elsewhere', () => {
  const carried = (
    routes: Readonly<Record<string, string>>,
    known: Partial<RunFacts> = { lab: labFacts() },
  ) =>
    judged({
      attempts: [at('ipv6', IPV6), at('natural', IPV6), at('unchanged', IPV6)],
      route: withTable({ '::/0': 'eigw-1', ...routes }),
      known,
    });

  test.each(['2600:1f00::/24', '2600::/12'])('(%s) leaves unknown which way the real host is', (block) => {
    expect(carried({ [block]: 'tgw-1' })).toMatchObject({
      withoutNat: 'unknown',
      withoutNatBecause: `${block} leads to the transit gateway tgw-1, and the lab does not know whether the real addresses are there`,
    });
    expect(carried({ [block]: 'blackhole' }).withoutNat).toBe('unknown');
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ['takes no more than a VPC has', { '2600:1f14:aaaa:bb00::/56': 'pcx-1', '2600:1f13::/44': 'tgw-1' }],
    ['is everything, or private', { '::/1': 'tgw-1', 'fd00::/8': 'tgw-1', '8000::/4': 'tgw-1' }],
    ['is of the other family', { '52.0.0.0/8': 'tgw-1' }],
    ['leads out as well', { '2600::/12': 'igw-1' }],
  ])('changes nothing where it %s', (_, routes) => {
    expect(carried({ '2000::/3': 'eigw-1', ...routes }).withoutNat).toBe('works');
  });

  test('is for the addresses that answered where those are the real ones', () => {
    expect(carried({ '2600::/12': 'tgw-1' }, {}).withoutNat).toBe('works');
  });

  test('decides over IPv4, too', () => {
    const attempts = [nameless, at('unchanged', IPV4)] as const;
    const route = (block: string) => withTable({ '0.0.0.0/0': 'igw-1', [block]: 'vgw-1' });
    const found = (block: string) =>
      judged({ attempts: [...attempts], route: route(block), known: { lab: labFacts() } }).withoutNat;
    expect(found('52.0.0.0/8')).toBe('unknown');
    expect(['10.0.0.0/8', '52.94.0.0/16'].map(found)).toEqual(['works', 'works']);
  });
});
