/** The referee confirms an honest run, and finds each false claim that a probe could make. */
import { describe, expect, test } from 'vitest';
import { judgeTarget } from '../../../lambda/report/judge/judge-target.ts';
import type { Run } from '../../../lambda/report/report-schema.ts';
import type { Flow } from '../../../lib/lab/kernel/kernel.ts';
import { disagreements } from '../../../lib/lab/referee/referee.ts';
import {
  evidence,
  facts as judgeFacts,
  operation,
  unconnected,
} from '../../lambda/report/evidence-builder.ts';
import { ADDRESS, drop, echoed, facts, flow, run, sighting } from './honest-run.ts';

function withError(code: string, phase: 'resolve' | 'connect'): Run {
  const operations = [unconnected({ error: { phase, code, message: '' } })];
  return run({ targets: [judgeTarget(evidence({ operations }), judgeFacts())] });
}

test('confirms an honest run', () => {
  expect(disagreements(run(), facts())).toEqual([]);
});

describe('a false path', () => {
  test('the packets crossed another gateway', () => {
    const found = disagreements(run(), facts({ flows: [{ ...flow, link: 'internet-gateway' }] }));
    expect(found.join()).toContain('crossed the internet-gateway');
  });

  test('some of the packets crossed another gateway', () => {
    const flows = [flow, { ...flow, link: 'nat-gateway' as const }];
    expect(disagreements(run(), facts({ flows })).join()).toContain('crossed the nat-gateway');
  });

  test('eigw is claimed where the packets crossed an internet gateway', () => {
    const [target] = run().targets;
    const lying = run({ targets: target ? [{ ...target, path: 'eigw' }] : [] });
    const flows = [{ ...flow, link: 'internet-gateway' as const }];
    expect(disagreements(lying, facts({ flows, declaredLink: 'internet-gateway' }))).not.toEqual([]);
  });
});

describe('a path inside or through the VPC', () => {
  const by = (path: 'vpc-endpoint' | 'nat64') => {
    const [target] = run().targets;
    return run({ targets: target ? [{ ...target, path }] : [] });
  };

  test('is confirmed by packets that took it', () => {
    const endpoint = [{ ...flow, link: 'vpc-endpoint' as const }];
    expect(disagreements(by('vpc-endpoint'), facts({ flows: endpoint }))).toEqual([]);
    const nat = [{ ...flow, link: 'nat-gateway' as const }];
    const sightings = [{ ...sighting, sourceAddress: '203.0.113.1' }, echoed];
    expect(
      disagreements(by('nat64'), facts({ flows: nat, sightings, natAddresses: ['203.0.113.1'] })),
    ).toEqual([]);
  });

  test.each(['vpc-endpoint', 'nat64'] as const)(
    '%s is a lie where they crossed the egress-only gateway',
    (path) => {
      expect(disagreements(by(path), facts()).join()).toContain('crossed the egress-only-internet-gateway');
    },
  );
});

describe('an attempt of several hops', () => {
  const STORAGE = '2001:db8:ffff::2';
  const hops = [operation(), operation({ name: 'layer, redirected', remoteAddress: STORAGE })];
  const [target] = run().targets;
  const [attempt] = target?.attempts ?? [];
  const by = (path: 'vpc-endpoint' | 'eigw' | 'nat64') =>
    run({
      targets:
        target && attempt ? [{ ...target, path, attempts: [{ ...attempt, path, operations: hops }] }] : [],
    });
  const toStorage = (link: Flow['link']) => ({ ...flow, link, peerAddress: STORAGE });

  test('may stray with one of them, which gives it its path', () => {
    const flows = [flow, toStorage('vpc-endpoint')];
    expect(disagreements(by('vpc-endpoint'), facts({ flows }))).toEqual([]);
  });

  test('is a lie where none strayed, where one strayed elsewhere, or where the path hides it', () => {
    const none = [flow, toStorage('egress-only-internet-gateway')];
    expect(disagreements(by('vpc-endpoint'), facts({ flows: none }))).not.toEqual([]);
    const elsewhere = [{ ...flow, link: 'nat-gateway' as const }, toStorage('vpc-endpoint')];
    expect(disagreements(by('vpc-endpoint'), facts({ flows: elsewhere })).join()).toContain(
      'crossed the nat-gateway',
    );
    const hidden = [flow, toStorage('vpc-endpoint')];
    expect(disagreements(by('eigw'), facts({ flows: hidden })).join()).toContain('crossed the vpc-endpoint');
    const silent = [{ ...flow, handshakes: 0, packetsIn: 0 }, toStorage('vpc-endpoint')];
    expect(disagreements(by('vpc-endpoint'), facts({ flows: silent })).join()).toContain('no handshake');
  });

  test('is answered where each hop left: at the NAT gateway what NAT64 carried, at the interface the rest', () => {
    const host = 'storage.example';
    const [first = operation(), last = operation()] = hops;
    const attempts = attempt && [
      { ...attempt, path: 'nat64' as const, operations: [first, { ...last, host }] },
    ];
    const mixed = run({
      targets: target && attempts ? [{ ...target, path: 'nat64', attempts }] : [],
    } as never);
    const flows = [
      { ...flow, link: 'nat-gateway' as const },
      { ...flow, peerAddress: STORAGE },
    ];
    const atNat = { ...sighting, sourceAddress: '203.0.113.1' };
    const natAddresses = ['203.0.113.1'];
    const foundWith = (sightings: readonly (typeof sighting)[]) =>
      disagreements(mixed, facts({ flows, natAddresses, sightings: [...sightings, echoed] }));
    expect(foundWith([atNat, { ...sighting, host }])).toEqual([]);
    expect(foundWith([atNat, { ...atNat, host }]).join()).toContain('did not send that to');
    expect(foundWith([sighting, { ...sighting, host }]).join()).toContain('did not send that to 203.0.113.1');
  });
});

describe('a false source', () => {
  test('an echo service is quoted with an address that the interface does not have', () => {
    const address = '2001:db8:1234:1a01::bad';
    const source = { address, insideVpc: true, seenBy: [{ target: 'ifconfig.me', address }] };
    expect(disagreements(run({ source }), facts()).join()).toContain('is reported to have seen');
  });

  test('an echo service sent that address to another interface', () => {
    const sightings = [sighting, { ...echoed, sourceAddress: '2001:db8:1234:1a02::7' }];
    expect(disagreements(run(), facts({ sightings })).join()).toContain('is reported to have seen');
  });

  test('a wrong answer of an echo service may be quoted', () => {
    const address = '2001:db8:9::1';
    const source = { address, insideVpc: false, seenBy: [{ target: 'ifconfig.me', address }] };
    const sightings = [sighting, { ...echoed, echoed: address }];
    expect(disagreements(run({ source }), facts({ sightings }))).toEqual([]);
  });

  test('a server saw another source than the interface', () => {
    const sightings = [{ ...sighting, sourceAddress: '2001:db8:1234:1a02::7' }];
    expect(disagreements(run(), facts({ sightings })).join()).toContain('did not send that');
  });

  test('an address outside the block is reported as inside', () => {
    const source = { address: '2001:db8:9::1', insideVpc: true, seenBy: [] };
    expect(disagreements(run({ source }), facts()).join()).toContain('reported as inside');
  });
});

describe('a false outcome', () => {
  test('reached though silent: no packet at all', () => {
    expect(disagreements(run(), facts({ flows: [] })).join()).toContain('no handshake');
  });

  test('reached though silent: packets out, no handshake', () => {
    const flows = [{ ...flow, handshakes: 0, packetsIn: 0 }];
    expect(disagreements(run(), facts({ flows })).join()).toContain('no handshake');
  });

  test('an answer is reported that no server gave', () => {
    expect(disagreements(run(), facts({ sightings: [] })).join()).toContain('did not send that');
    const sightings = [{ ...sighting, httpStatus: 503 }];
    expect(disagreements(run(), facts({ sightings })).join()).toContain('did not send that');
  });

  test('a host that answered the handshake is reported as silent', () => {
    expect(disagreements(withError('ETIMEDOUT', 'connect'), facts()).join()).toContain(
      'answered the handshake',
    );
  });
});

describe('a false claim about sending', () => {
  test.each(['ENODATA', 'ENOTFOUND', 'ESERVFAIL'])(
    'nothing was sent (%s), but packets crossed a gateway',
    (code) => {
      expect(disagreements(withError(code, 'resolve'), facts()).join()).toContain('nothing was sent');
    },
  );

  test('nothing is reported as sent, but packets were dropped', () => {
    const drops = [drop, { ...drop, peerAddress: ADDRESS }];
    expect(disagreements(withError('ENODATA', 'resolve'), facts({ flows: [], drops })).join()).toContain(
      'nothing was sent',
    );
  });

  test('an unreachable network sends nothing', () => {
    expect(disagreements(withError('ENETUNREACH', 'connect'), facts()).join()).toContain('nothing was sent');
    expect(disagreements(withError('ENETUNREACH', 'connect'), facts({ flows: [] }))).toEqual([]);
  });

  test('a time-out has packets out without a handshake', () => {
    const flows = [{ ...flow, handshakes: 0, packetsIn: 0 }];
    expect(disagreements(withError('ETIMEDOUT', 'connect'), facts({ flows }))).toEqual([]);
  });
});

describe('a false control', () => {
  test('silent, though it was never tried', () => {
    expect(disagreements(run(), facts({ drops: [] })).join()).toContain('no packet was ever sent');
  });

  test('unsent, though packets left for it; without packets it is confirmed', () => {
    const controls = run().controls.map((control) => ({ ...control, unsent: true }));
    expect(disagreements(run({ controls }), facts()).join()).toContain(
      'reported as unsent, but packets left for it',
    );
    expect(disagreements(run({ controls }), facts({ drops: [] }))).toEqual([]);
  });

  test('silent, though the address answered the handshake', () => {
    const flows = [flow, { ...flow, link: 'nat-gateway' as const, peerAddress: '198.18.0.1' }];
    expect(disagreements(run(), facts({ flows })).join()).toContain('the address answered');
  });

  test('answered, though the address was silent', () => {
    const controls = run().controls.map((control) => ({ ...control, succeeded: true }));
    expect(disagreements(run({ controls }), facts()).join()).toContain('did not answer');
  });
});
