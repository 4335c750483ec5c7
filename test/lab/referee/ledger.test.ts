/** What the referee reads of the ledger and of the template: an interface's part, its sums, the declared gateway. */
import { describe, expect, test } from 'vitest';
import type { CatalogueHost } from '../../../lambda/report/catalogue/catalogue-schema.ts';
import type { Drop, Flow, Ledger, Link } from '../../../lib/lab/kernel/kernel.ts';
import { declaredLink } from '../../../lib/lab/referee/declared-link.ts';
import { countersOf, ledgerOf } from '../../../lib/lab/referee/interface-ledger.ts';
import { catalogueDisagreements } from '../../../lib/lab/referee/referee-catalogue.ts';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import { dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';
import { flow } from './honest-run.ts';

const LINKS: readonly Link[] = [
  'egress-only-internet-gateway',
  'internet-gateway',
  'nat-gateway',
  'vpc-endpoint',
];
const REASONS: readonly Drop['reason'][] = [
  'security-group',
  'no-route',
  'network-acl',
  'block-public-access',
  'other-network',
  'no-public-address',
  'fault',
  'endpoint-security-group',
  'port-blocked',
];

/** Two flows a gateway and two drops a reason, each with a number of packets of its own. */
function ledger(): Ledger {
  const flows = LINKS.flatMap((link, index): Flow[] =>
    [1, 2].map((each) => ({
      ...flow,
      link,
      packetsOut: each * 10 ** index,
      packetsIn: 3 * each * 10 ** index,
    })),
  );
  const drops = REASONS.flatMap((reason, index) =>
    [1, 2].map((each) => ({
      networkInterface: 'fn0',
      reason,
      peerAddress: 'x',
      peerPort: 1,
      packets: each * 10 ** index,
    })),
  );
  const inbound = ['fn1', 'fn0'].map((networkInterface, index) => ({
    networkInterface,
    droppedAtEgressOnlyGateway: 5 + index,
    arrived: 7 + index,
  }));
  const others = <Entry>(entries: readonly Entry[]) =>
    entries.map((entry) => ({ ...entry, networkInterface: 'fn1' }));
  return { flows: [...others(flows), ...flows], drops: [...others(drops), ...drops], inbound };
}

describe('the ledger of one interface', () => {
  test('has its own entries only', () => {
    const own = ledgerOf('fn0', ledger());
    expect(new Set([...own.flows, ...own.drops].map(({ networkInterface }) => networkInterface))).toEqual(
      new Set(['fn0']),
    );
    expect([own.flows.length, own.drops.length]).toEqual([8, 18]);
    expect(own.inbound).toMatchObject({ droppedAtEgressOnlyGateway: 6, arrived: 8 });
    expect(ledgerOf('fn2', ledger())).toEqual({
      flows: [],
      drops: [],
      inbound: { droppedAtEgressOnlyGateway: 0, arrived: 0 },
    });
  });

  test('is summed by gateway and by reason', () => {
    expect(countersOf(ledgerOf('fn0', ledger()))).toEqual({
      egressOnlyInternetGateway: { out: 3, in: 9, inboundDropped: 6 },
      internetGateway: { out: 30, in: 90 },
      natGateway: { out: 300 },
      vpcEndpoint: { out: 3_000, in: 9_000 },
      securityGroupDropped: 3 + 3 * 10 ** 7,
      noRouteDropped: 30,
      networkAclDropped: 300,
      blockPublicAccessDropped: 3_000,
    });
  });
});

test('the declared gateway is that of the subnet’s own route to ::/0', () => {
  const model = buildModel(dualStackTemplate(), MODEL_PROPS);
  const of = (logicalId: string) => {
    const subnet = model.subnets.find((each) => each.logicalId === logicalId);
    return subnet ? declaredLink(model, subnet) : 'missing';
  };
  expect(of('PrivateA')).toBe('egress-only-internet-gateway');
  expect(of('PublicA')).toBeNull();
  expect(
    declaredLink(
      { ...model, gateways: [] },
      model.subnets.find((each) => each.logicalId === 'PrivateA') ?? fail(),
    ),
  ).toBeNull();
});

function fail(): never {
  throw new Error('the fixture has no such subnet');
}

describe('a catalogue', () => {
  const ADDRESS = '2001:db8:ffff::1';
  const host = (changes: Partial<CatalogueHost>): CatalogueHost => ({
    ...{ host: 'a.example', services: [], a: [], aaaa: [ADDRESS], remoteAddress: ADDRESS },
    ...{ reached: true, code: null },
    ...changes,
  });
  const found = (hosts: readonly CatalogueHost[], flows: readonly Flow[] = [flow]) =>
    catalogueDisagreements({ schemaVersion: 1, catalogue: { hosts } } as never, {
      flows,
      declaredLink: 'egress-only-internet-gateway',
    });
  const unreached = (code: CatalogueHost['code']) => host({ reached: false, code });

  test('is confirmed by handshakes that crossed the declared gateway', () => {
    expect(found([host({})])).toEqual([]);
    expect(found([host({}), unreached('TlsCertificateInvalid')])).toEqual([]);
    expect(found([host({ reached: false, code: 'NoAaaaRecord', remoteAddress: null })])).toEqual([]);
  });

  test.each([
    ['no flow', []],
    ['packets without a handshake', [{ ...flow, handshakes: 0 }]],
    ['another gateway', [{ ...flow, link: 'nat-gateway' as const }]],
    ['another address', [{ ...flow, peerAddress: '2001:db8:ffff::2' }]],
  ])('is contradicted for a host that is reported as reached by %s', (_, flows) => {
    expect(found([host({})], flows)).toEqual([
      'a.example: reported as reached, but no handshake crossed the gateway',
    ]);
  });

  test('a host without an address cannot have been reached', () => {
    expect(found([host({ remoteAddress: null })])).toHaveLength(1);
  });

  test.each(['ConnectTimeout', 'NoAaaaRecord', 'NoSuchHost'] as const)(
    'a host with %s did not answer',
    (code) => {
      expect(found([host({}), unreached(code)])).toEqual([
        `a.example: reported as ${code}, but it answered the handshake`,
      ]);
      expect(found([unreached(code)], [])).toEqual([]);
    },
  );
});
