/** The referee takes no other host's, port's, address's or attempt's packets and answers for those of a claim. */
import { describe, expect, test } from 'vitest';
import { judgeTarget } from '../../../lambda/report/judge/judge-target.ts';
import type { Run, Target } from '../../../lambda/report/report-schema.ts';
import { disagreements } from '../../../lib/lab/referee/referee.ts';
import {
  attempt,
  evidence,
  facts as judgeFacts,
  OWN_ADDRESS,
  operation,
  unconnected,
} from '../../lambda/report/evidence-builder.ts';
import { control } from '../../report/run-builder.ts';
import { ADDRESS, drop, echoed, facts, flow, HOST, run, sighting } from './honest-run.ts';

const SECOND = '2001:db8:ffff::9';
const NAT_ADDRESS = '203.0.113.1';
const FLOW_IGW = { ...flow, link: 'internet-gateway' as const };
const SILENT_FLOW = { ...flow, handshakes: 0, packetsIn: 0 };

const judged = (target: Parameters<typeof judgeTarget>[0]) => judgeTarget(target, judgeFacts());
const withTarget = (...targets: Target[]) => run({ targets });

/** A target that ended in an error before it had a connection. */
function unreached(code: string, phase: 'resolve' | 'connect', changes = {}): Run {
  const operations = [unconnected({ error: { phase, code, message: '' }, ...changes })];
  return withTarget(judged(evidence({ operations })));
}

/** A connected target with one thing changed in its operation. */
const connected = (changes: Parameters<typeof operation>[0]) =>
  withTarget(judged(evidence({ operations: [operation(changes)] })));

describe('a connection is not confirmed by', () => {
  test.each([
    ['a handshake at another port', [{ ...flow, peerPort: 80 }]],
    ['a handshake with another address', [{ ...flow, peerAddress: SECOND }]],
    ['packets without a handshake', [{ ...flow, handshakes: 0 }]],
    ['a handshake without a packet that came in', [{ ...flow, packetsIn: 0 }]],
    [
      'halves of two flows',
      [
        { ...flow, handshakes: 0 },
        { ...flow, packetsIn: 0 },
      ],
    ],
  ])('%s', (_, flows) => {
    expect(disagreements(run(), facts({ flows }))).toEqual([
      `s3, PutObject: connected to ${ADDRESS} over ipv6, but no handshake crossed the egress-only-internet-gateway`,
    ]);
  });

  test('one good flow is enough beside a silent one, in either order', () => {
    for (const flows of [
      [flow, SILENT_FLOW],
      [SILENT_FLOW, flow],
    ])
      expect(disagreements(run(), facts({ flows }))).toEqual([]);
  });

  test('packets of another port or address crossed whichever gateway they like', () => {
    const flows = [flow, { ...FLOW_IGW, peerPort: 80 }, { ...FLOW_IGW, peerAddress: SECOND }];
    expect(disagreements(run(), facts({ flows }))).toEqual([]);
  });
});

describe('the gateway of a path', () => {
  const LINKS = {
    eigw: 'egress-only-internet-gateway',
    igw: 'internet-gateway',
    'vpc-endpoint': 'vpc-endpoint',
    nat64: 'nat-gateway',
  } as const;
  const by = (path: Target['path']) => withTarget(...run().targets.map((target) => ({ ...target, path })));
  const observed = (link: (typeof LINKS)[keyof typeof LINKS]) =>
    facts({
      flows: [{ ...flow, link }],
      declaredLink: null,
      natAddresses: [NAT_ADDRESS],
      sightings: [sighting, { ...sighting, sourceAddress: NAT_ADDRESS }, echoed],
    });

  test.each(Object.entries(LINKS))('%s is %s, and no other', (path, link) => {
    for (const other of Object.values(LINKS)) {
      const found = disagreements(by(path as keyof typeof LINKS), observed(other));
      expect(found.length, other).toBe(other === link ? 0 : 2);
    }
  });

  test('is the declared one for ipv6, and for none', () => {
    for (const path of ['ipv6', 'none'] as const) {
      const at = (declaredLink: 'internet-gateway' | null) =>
        disagreements(by(path), { ...observed('internet-gateway'), declaredLink });
      expect(at('internet-gateway')).toEqual([]);
      expect(at(null)[0]).toContain('no handshake crossed the missing gateway');
    }
  });

  test('is none at all for IPv4, whatever is declared', () => {
    const found = disagreements(by('ipv4'), {
      ...observed('internet-gateway'),
      declaredLink: 'internet-gateway',
    });
    expect(found).toHaveLength(2);
  });
});

describe('silence is not confirmed', () => {
  test('where one flow of several has a handshake, in either order', () => {
    const answering = [SILENT_FLOW, FLOW_IGW];
    for (const flows of [answering, answering.toReversed()]) {
      expect(disagreements(unreached('ETIMEDOUT', 'connect'), facts({ flows }))).toEqual([
        `s3, PutObject: reported ${HOST} as silent, but it answered the handshake`,
      ]);
    }
  });

  test('by an answer at another port, or of another host’s address', () => {
    for (const change of [{ peerPort: 80 }, { peerAddress: SECOND }])
      expect(
        disagreements(unreached('ETIMEDOUT', 'connect'), facts({ flows: [{ ...flow, ...change }] })),
      ).toEqual([]);
  });

  test('an answer at any of the host’s addresses counts', () => {
    const observed = facts({
      flows: [{ ...flow, peerAddress: SECOND }],
      ipv6AddressesOf: () => [ADDRESS, SECOND],
    });
    expect(disagreements(unreached('ETIMEDOUT', 'connect'), observed)).toHaveLength(1);
  });
});

describe('"nothing was sent" is contradicted', () => {
  const unresolved = unreached('ENODATA', 'resolve');
  const sent = `s3, PutObject: reported that nothing was sent, but packets left for ${HOST}`;
  const dropped = { ...drop, peerAddress: ADDRESS };

  test.each([
    ['a flow', [SILENT_FLOW], []],
    ['a drop', [], [dropped]],
    ['a flow and a drop', [SILENT_FLOW], [dropped]],
  ])('by %s', (_, flows, drops) => {
    expect(disagreements(unresolved, facts({ flows, drops: [drop, ...drops] }))).toEqual([sent]);
    expect(
      disagreements(unreached('ENETUNREACH', 'connect'), facts({ flows, drops: [drop, ...drops] })),
    ).toEqual([sent]);
  });

  test('by none at another port', () => {
    const flows = [{ ...flow, peerPort: 80 }];
    const drops = [drop, { ...dropped, peerPort: 80 }];
    expect(disagreements(unresolved, facts({ flows, drops }))).toEqual([]);
  });

  test('by a drop only where nothing was to be sent', () => {
    const drops = [drop, dropped];
    expect(disagreements(unreached('ETIMEDOUT', 'connect'), facts({ flows: [], drops }))).toEqual([]);
    const withoutError = withTarget(judged(evidence({ operations: [unconnected({ error: null })] })));
    expect(disagreements(withoutError, facts({ flows: [], drops }))).toEqual([]);
  });
});

describe('an answer', () => {
  const unsent = (status: number) =>
    `s3, PutObject: reported that ${HOST} answered ${status}, but ${HOST} did not send that to ${OWN_ADDRESS}`;

  test.each([
    ['another host', [{ ...sighting, host: 'other.example' }]],
    ['no host', []],
    ['the host with another status', [{ ...sighting, httpStatus: 403 }]],
    ['the host to another interface', [{ ...sighting, sourceAddress: SECOND }]],
    [
      'the host with the status to another interface, and with another status to this one',
      [
        { ...sighting, sourceAddress: SECOND },
        { ...sighting, httpStatus: 403 },
      ],
    ],
  ])('of %s is not taken', (_, sightings) => {
    expect(disagreements(run(), facts({ sightings: [...sightings, echoed] }))).toEqual([unsent(200)]);
  });

  test('is found among others, wherever it stands', () => {
    const others = [
      { ...sighting, httpStatus: 403 },
      { ...sighting, sourceAddress: SECOND },
    ];
    for (const sightings of [
      [sighting, ...others],
      [...others, sighting],
    ])
      expect(disagreements(run(), facts({ sightings: [...sightings, echoed] }))).toEqual([]);
  });

  test('without a status claims nothing', () => {
    const cut = connected({ httpStatus: null, error: { phase: 'request', code: 'ECONNRESET', message: '' } });
    expect(disagreements(cut, facts({ sightings: [echoed] }))).toEqual([]);
  });

  test('over IPv4 was sent to the IPv4 address', () => {
    const [target] = connected({ family: 'IPv4' }).targets;
    const claim = target ? withTarget({ ...target, path: 'ipv6' }) : run();
    const to = (sourceAddress: string) =>
      disagreements(
        claim,
        facts({ ipv4Address: '10.1.2.4', sightings: [{ ...sighting, sourceAddress }, echoed] }),
      );
    expect(to('10.1.2.4')).toEqual([]);
    expect(to(OWN_ADDRESS)).toEqual([
      `s3, PutObject: reported that ${HOST} answered 200, but ${HOST} did not send that to 10.1.2.4`,
    ]);
  });

  test('over NAT64 was sent to any of the NAT gateways', () => {
    const [target] = run().targets;
    const nat64 = target ? withTarget({ ...target, path: 'nat64' as const }) : run();
    const flows = [{ ...flow, link: 'nat-gateway' as const }];
    const from = (sourceAddress: string) =>
      disagreements(
        nat64,
        facts({
          flows,
          natAddresses: ['203.0.113.2', NAT_ADDRESS],
          sightings: [{ ...sighting, sourceAddress }, echoed],
        }),
      );
    expect(from(NAT_ADDRESS)).toEqual([]);
    expect(from(OWN_ADDRESS)[0]).toContain(`did not send that to 203.0.113.2, ${NAT_ADDRESS}`);
  });
});

describe('each operation and attempt is checked', () => {
  test('of several operations each', () => {
    const operations = [operation(), operation({ name: 'GetObject', remoteAddress: SECOND })];
    const both = withTarget(judged(evidence({ operations })));
    expect(disagreements(both, facts({ flows: [flow, { ...flow, peerAddress: SECOND }] }))).toEqual([]);
    expect(disagreements(both, facts())).toEqual([expect.stringMatching(/^s3, GetObject: .* no handshake/)]);
  });

  const own = '2001:db8:1234:1a02::9';
  const throughEndpoint = {
    target: { ...evidence().target, expect: 'vpc-endpoint' as const },
    attempts: [
      attempt(),
      attempt({ mode: 'unchanged', operations: [operation({ remoteAddress: own })] }),
    ] as const,
  };
  const endpoint = { ...flow, link: 'vpc-endpoint' as const, peerAddress: own };

  test('the forced one beside the one that decides', () => {
    const target = withTarget(judged(throughEndpoint));
    expect(target.targets[0]?.path).toBe('vpc-endpoint');
    expect(disagreements(target, facts({ flows: [flow, endpoint] }))).toEqual([]);
    expect(disagreements(target, facts({ flows: [endpoint] }))).toEqual([
      expect.stringContaining(`connected to ${ADDRESS} over ipv6, but no handshake`),
    ]);
    expect(disagreements(target, facts({ flows: [flow] }))).toEqual([
      expect.stringContaining(`connected to ${own} over vpc-endpoint, but no handshake`),
    ]);
  });

  test('of an attempt that strayed with one hop only that hop, if it has a handshake', () => {
    const [target] = run().targets;
    const hops = [operation(), operation({ name: 'layer', remoteAddress: SECOND })];
    const [first] = target?.attempts ?? [];
    const attempts = first && [{ ...first, path: 'vpc-endpoint', operations: hops }];
    const strayed = withTarget({ ...target, path: 'vpc-endpoint', attempts } as Target);
    const layer = { ...flow, link: 'vpc-endpoint' as const, peerAddress: SECOND };
    const silent = { ...layer, handshakes: 0 };
    for (const flows of [
      [layer, silent],
      [silent, layer],
    ])
      expect(disagreements(strayed, facts({ flows: [flow, ...flows] }))).toEqual([]);
    // Without a handshake none strayed, and both must have crossed the endpoint: the first did not, and crossed another.
    expect(disagreements(strayed, facts({ flows: [flow, silent] }))).toHaveLength(3);
  });

  test('and only once where it decides itself', () => {
    expect(disagreements(run(), facts({ flows: [] }))).toHaveLength(1);
  });

  test('a target without a forced attempt has nothing to check', () => {
    const [target] = run().targets;
    const attempts = target?.attempts.map((each) => ({ ...each, mode: 'unchanged' as const }));
    const unforced = { ...target, attempts } as Target;
    expect(disagreements(withTarget(unforced), facts())).toEqual(['s3: there is no ipv6 attempt to check']);
  });

  test('of several targets each, and of the witnesses beside them', () => {
    const [target] = run().targets;
    const other = judged({
      ...evidence({ operations: [operation({ remoteAddress: SECOND, port: 8443 })] }),
      target: { ...evidence().target, id: 'other' },
    });
    const both = target ? [target, other] : [];
    const all = [flow, { ...flow, peerAddress: SECOND, peerPort: 8443 }];
    for (const changes of [{ targets: both }, { targets: both.toReversed() }, { witnesses: [other] }]) {
      expect(disagreements(run(changes), facts({ flows: all }))).toEqual([]);
      expect(disagreements(run(changes), facts())).toEqual([
        expect.stringMatching(/^other, .* no handshake/),
      ]);
    }
  });
});

describe('a control', () => {
  const silent = control();
  const two = ['198.18.0.1', '198.18.0.2'];
  const toControl = { ...flow, link: 'nat-gateway' as const, peerAddress: '198.18.0.1' };

  test('was tried only if packets left for its own addresses, any of them', () => {
    const dropped = (peerAddress: string) => facts({ drops: [{ ...drop, peerAddress }] });
    expect(disagreements(run(), dropped('198.18.0.9'))).toEqual([
      'the IPv4 control of s3: no packet was ever sent',
    ]);
    const both = run({ controls: [control({ remoteAddresses: two })] });
    for (const address of two) expect(disagreements(both, dropped(address))).toEqual([]);
  });

  test('was tried if packets crossed a gateway without an answer', () => {
    expect(
      disagreements(run(), facts({ flows: [flow, { ...toControl, handshakes: 0 }], drops: [] })),
    ).toEqual([]);
  });

  test('was not answered by packets without a handshake, or by another address', () => {
    const answered = run({ controls: [control({ succeeded: true })] });
    const no = 'the IPv4 control of s3: reported as answered, but the address did not answer';
    expect(disagreements(answered, facts({ flows: [flow, { ...toControl, handshakes: 0 }] }))).toEqual([no]);
    expect(
      disagreements(answered, facts({ flows: [flow, { ...toControl, peerAddress: two[1] ?? '' }] })),
    ).toEqual([no]);
    expect(disagreements(answered, facts({ flows: [flow, toControl] }))).toEqual([]);
  });

  test('is not silent where one of its addresses answered, in either order', () => {
    const flows = [{ ...toControl, handshakes: 0 }, toControl];
    for (const seen of [flows, flows.toReversed()]) {
      expect(disagreements(run(), facts({ flows: [flow, ...seen] }))).toEqual([
        'the IPv4 control of s3: reported as silent, but the address answered',
      ]);
    }
  });

  test('is unsent only where neither a flow nor a drop is there', () => {
    const unsent = run({ controls: [{ ...silent, unsent: true }] });
    const left = ['the IPv4 control of s3: reported as unsent, but packets left for it'];
    expect(disagreements(unsent, facts({ drops: [] }))).toEqual([]);
    expect(disagreements(unsent, facts())).toEqual(left);
    expect(
      disagreements(unsent, facts({ flows: [flow, { ...toControl, handshakes: 0 }], drops: [] })),
    ).toEqual(left);
  });

  test('of IAM sends no packets of its own, and each other one is checked', () => {
    const iam = control({ kind: 'iam', id: 'dynamodb', remoteAddresses: ['2001:db8:ffff::7'] });
    expect(disagreements(run({ controls: [iam, silent] }), facts())).toEqual([]);
    const other = control({ id: 'sts', remoteAddresses: ['198.18.0.9'] });
    for (const controls of [
      [silent, other],
      [other, silent],
    ])
      expect(disagreements(run({ controls }), facts())).toEqual([
        'the IPv4 control of sts: no packet was ever sent',
      ]);
  });
});

describe('the source', () => {
  test('is what any echo service sent to this interface, blanks around it or not', () => {
    const strange = { ...echoed, echoed: 'strange' };
    const elsewhere = { ...echoed, sourceAddress: SECOND };
    for (const echoes of [
      [strange, echoed],
      [echoed, strange],
    ])
      expect(disagreements(run(), facts({ sightings: [sighting, ...echoes] }))).toEqual([]);
    const said = [
      `ifconfig.me is reported to have seen ${OWN_ADDRESS}, but no echo service sent that to ${OWN_ADDRESS}`,
    ];
    expect(disagreements(run(), facts({ sightings: [sighting, strange] }))).toEqual(said);
    expect(disagreements(run(), facts({ sightings: [sighting, elsewhere] }))).toEqual(said);
    expect(disagreements(run(), facts({ sightings: [sighting] }))).toEqual(said);
  });

  test('of several services is checked for each', () => {
    const seenBy = ['ifconfig.me', 'checkip'].map((target) => ({ target, address: OWN_ADDRESS }));
    const wrong = { target: 'wrong', address: SECOND };
    for (const all of [
      [...seenBy, wrong],
      [wrong, ...seenBy],
    ]) {
      const found = disagreements(run({ source: { ...run().source, seenBy: all } }), facts());
      expect(found).toEqual([expect.stringMatching(/^wrong is reported to have seen/)]);
    }
  });

  test('is inside or outside the VPC as the block says', () => {
    const at = (address: string | null, insideVpc: boolean | null) =>
      disagreements(run({ source: { address, insideVpc, seenBy: [] } }), facts());
    expect(at(OWN_ADDRESS, true)).toEqual([]);
    expect(at(OWN_ADDRESS, false)).toEqual([`the source ${OWN_ADDRESS} is reported as outside the VPC`]);
    expect(at(SECOND, false)).toEqual([]);
    expect(at(SECOND, true)).toEqual([`the source ${SECOND} is reported as inside the VPC`]);
    expect(at(null, null)).toEqual([]);
    expect(at(OWN_ADDRESS, null)).toEqual([]);
    const { network } = run();
    const other = '2001:db8:5678::/56';
    for (const vpcIpv6CidrBlocks of [
      [other, ...network.vpcIpv6CidrBlocks],
      [...network.vpcIpv6CidrBlocks, other],
    ])
      expect(disagreements(run({ network: { ...network, vpcIpv6CidrBlocks } }), facts())).toEqual([]);
    expect(at(null, true)).toEqual(['the source null is reported as inside the VPC']);
  });
});
