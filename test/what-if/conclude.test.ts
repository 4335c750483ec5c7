/** What three runs say of a target: its way in each network, and what it needs once the NAT gateways are gone. */
import { describe, expect, test } from 'vitest';
import { DUAL_STACK_LINE } from '../../lambda/report/catalogue/dual-stack-name.ts';
import { judgeTarget } from '../../lambda/report/judge/judge-target.ts';
import type { Run, Target } from '../../lambda/report/report-schema.ts';
import type { RouteFinding } from '../../lambda/report/witnesses.ts';
import type { WhatIfAnswer } from '../../lib/report/inputs/what-if.ts';
import { askedTargets } from '../../lib/what-if/asked-targets.ts';
import { canGo, whatIfRows } from '../../lib/what-if/conclude.ts';
import { whatIfSentence } from '../../lib/what-if/sentence.ts';
import { type RoutedRun, wayOf } from '../../lib/what-if/ways.ts';
import { evidence, facts, operation } from '../lambda/report/evidence-builder.ts';
import { answeredFrom, control, failing, passingAt, run, withoutIpv6 } from '../report/run-builder.ts';

const SQS = 'https://sqs.us-west-2.amazonaws.com';
const SQS_DUAL_STACK = 'https://sqs.us-west-2.api.aws';

function routes(...pairs: readonly (readonly [block: string, gateway: string])[]): RouteFinding {
  return {
    witness: 'ec2',
    gateway: pairs.find(([block]) => block === '::/0')?.[1] ?? null,
    routes: pairs.map(([block, gateway]) => ({ destinationCidrBlocks: [block], gateway })),
  };
}

const NAT: RouteFinding = routes(['0.0.0.0/0', 'nat-1']);
const NOTHING: RouteFinding = routes();
const EIGW: RouteFinding = routes(['::/0', 'eigw-1']);

function routed(targets: readonly Target[], route: RouteFinding, changes: Partial<Run> = {}): RoutedRun {
  return { run: run(targets, { controls: [], ...changes }), route };
}

const answered = (id: string) => ({ controls: [control({ id, succeeded: true })] });
const silent = (id: string) => ({ controls: [control({ id })] });

describe('the way of a target', () => {
  test('is the NAT gateway where only IPv4 answers, and the route leads there', () => {
    const target = withoutIpv6(SQS, 'sqs.us-west-2.amazonaws.com');
    expect(wayOf(SQS, routed([target], NAT, answered(SQS)))).toBe('nat');
    expect(wayOf(SQS, routed([target], NOTHING, silent(SQS)))).toBe('none');
  });

  test('is the egress-only gateway where IPv6 answers, whatever IPv4 does', () => {
    const both = routes(['::/0', 'eigw-1'], ['0.0.0.0/0', 'nat-1']);
    expect(wayOf(SQS, routed([passingAt(SQS, 'sqs')], both, answered(SQS)))).toBe('eigw');
  });

  test('is an endpoint where an address within the VPC answers', () => {
    const target = answeredFrom(SQS, 'sqs', '2001:db8:1234:1a01::9');
    expect(wayOf(SQS, routed([target], EIGW))).toBe('vpc-endpoint');
  });

  test('is NAT where NAT64 carries it', () => {
    const nat64 = routes(['64:ff9b::/96', 'nat-1']);
    const target = answeredFrom(SQS, 'sqs', '64:ff9b::c612:1');
    expect(wayOf(SQS, routed([target], nat64))).toBe('nat');
  });

  test.each(['tgw-1', 'eni-1', 'pcx-1', 'vgw-1'])(
    'is unknown where the default route leads to %s',
    (gateway) => {
      const target = withoutIpv6(SQS, 'sqs');
      expect(wayOf(SQS, routed([target], routes(['0.0.0.0/0', gateway]), silent(SQS)))).toBe('unknown');
      expect(wayOf(SQS, routed([failing(SQS)], routes(['::/0', gateway]), silent(SQS)))).toBe('unknown');
    },
  );

  test('is unknown where a route takes much of the public addresses elsewhere, and for those only', () => {
    const beside = (block: string) => routes(['::/0', 'eigw-1'], [block, 'tgw-1']);
    const way = (block: string) => wayOf(SQS, routed([passingAt(SQS, 'sqs')], beside(block)));
    expect(['2600:1f00::/24', '2600::/12'].map(way)).toEqual(['unknown', 'unknown']);
    expect(['2600:1f14:aaaa:bb00::/56', 'fd00::/8', '52.0.0.0/8'].map(way)).toEqual(['eigw', 'eigw', 'eigw']);
  });

  test('is NAT where any hop needs it, however the last one went', () => {
    const hops = [
      operation({ host: 'sqs', remoteAddress: '64:ff9b::c612:1' }),
      operation({ host: 'layers', remoteAddress: '2001:db8:ffff::1' }),
    ];
    const target = { ...judgeTarget(evidence({ operations: hops }), facts()), id: SQS };
    const both = routes(['64:ff9b::/96', 'nat-1'], ['::/0', 'eigw-1']);
    expect(wayOf(SQS, routed([target], both))).toBe('nat');
  });

  test('is unknown where the deadline came before an answer, over either family', () => {
    const cutOff = { ...judgeTarget(evidence({ cutOff: true }), facts()), id: SQS };
    expect(wayOf(SQS, routed([cutOff], EIGW))).toBe('unknown');
    const late = { controls: [control({ id: SQS, cutOff: true })] };
    expect(wayOf(SQS, routed([withoutIpv6(SQS, 'sqs')], NAT, late))).toBe('unknown');
  });

  test('is unknown where the probe may not connect to the address', () => {
    const refused = { ...failing(SQS), cause: { code: 'TargetRefused' as const, message: '', remedy: '' } };
    expect(wayOf(SQS, routed([refused], NAT, silent(SQS)))).toBe('unknown');
  });

  test('is unknown for a host that the lab does not have, and for a target that was not tried', () => {
    const target = withoutIpv6(SQS, 'sqs', 'ENOTFOUND');
    const unknown = { ...target, cause: { code: 'UnknownToLab' as const, message: '', remedy: '' } };
    expect(wayOf(SQS, routed([unknown], NAT))).toBe('unknown');
    expect(wayOf(SQS, routed([], NAT))).toBe('unknown');
  });
});

const [SQS_TARGET] = askedTargets(
  [{ url: SQS, caller: 'code', foundIn: [], workloads: [] }],
  () => 'sqs.us-west-2.api.aws',
);

function rowOf(
  networks: Readonly<Record<'today' | 'withoutNat' | 'withIpv6', RoutedRun>>,
  natInstances: readonly string[] = [],
): WhatIfAnswer | undefined {
  const { today, withoutNat, withIpv6 } = networks;
  const three = { today: [today], withoutNat: [withoutNat], withIpv6: [withIpv6] };
  return whatIfRows(SQS_TARGET ? [SQS_TARGET] : [], three, { natInstances })[0];
}

const packets = { out: 0, in: 0 };
const LAB: NonNullable<Run['lab']> = {
  world: 'as-synthesized',
  referee: { agrees: true, disagreements: [] },
  counters: {
    egressOnlyInternetGateway: { ...packets, inboundDropped: 0 },
    internetGateway: packets,
    natGateway: { out: 0 },
    vpcEndpoint: packets,
    securityGroupDropped: 0,
    noRouteDropped: 0,
    networkAclDropped: 0,
    blockPublicAccessDropped: 0,
  },
  inbound: { attempted: false, reachedFunction: false },
};

const onlyIpv4 = withoutIpv6(SQS, 'sqs');
const TODAY = routed([onlyIpv4, failing(SQS_DUAL_STACK)], NAT, answered(SQS));
const WITHOUT = routed([onlyIpv4, failing(SQS_DUAL_STACK)], NOTHING, silent(SQS));

describe('a target needs', () => {
  test('the network and the code, where only its dual-stack name has IPv6', () => {
    const withIpv6 = routed([onlyIpv4, passingAt(SQS_DUAL_STACK, 'sqs')], EIGW, silent(SQS));
    expect(rowOf({ today: TODAY, withoutNat: WITHOUT, withIpv6 })).toMatchObject({
      today: 'nat',
      withoutNat: { unchanged: 'none', dualStack: 'none' },
      withIpv6: { unchanged: 'none', dualStack: 'eigw' },
      needs: 'network-and-code',
      line: DUAL_STACK_LINE,
      cause: null,
    });
  });

  test('the network only, where its own name has IPv6', () => {
    const withIpv6 = routed([passingAt(SQS, 'sqs')], EIGW);
    expect(rowOf({ today: TODAY, withoutNat: WITHOUT, withIpv6 })).toMatchObject({
      needs: 'network',
      line: null,
    });
  });

  test('nothing, where it goes on working as it is', () => {
    const free = routed([passingAt(SQS, 'sqs')], EIGW);
    expect(rowOf({ today: free, withoutNat: free, withIpv6: free })).toMatchObject({ needs: 'nothing' });
  });

  test('a way that costs money, where neither name has IPv6, and the row says why', () => {
    const withIpv6 = routed([onlyIpv4, withoutIpv6(SQS_DUAL_STACK, 'sqs')], EIGW, silent(SQS));
    expect(rowOf({ today: TODAY, withoutNat: WITHOUT, withIpv6 })).toMatchObject({
      needs: 'paid',
      line: null,
      cause: { code: 'NoAaaaRecord' },
    });
  });

  test('is unknown rather than breaking, where the lab cannot know', () => {
    const hidden = routed([onlyIpv4, failing(SQS_DUAL_STACK)], routes(['0.0.0.0/0', 'tgw-1']), silent(SQS));
    expect(rowOf({ today: hidden, withoutNat: hidden, withIpv6: hidden })).toMatchObject({
      needs: 'unknown',
    });
  });

  test('is unknown, and the row says why, where a route takes much of the public addresses elsewhere', () => {
    const withIpv6 = routed([passingAt(SQS, 'sqs')], routes(['::/0', 'eigw-1'], ['2600::/12', 'tgw-1']));
    expect(rowOf({ today: TODAY, withoutNat: WITHOUT, withIpv6 })).toMatchObject({
      needs: 'unknown',
      cause: { code: 'UnknownToLab', message: expect.stringMatching(/^2600::\/12 leads to another network/) },
    });
  });

  test("is unknown where AWS's pages contradict one another, whatever the lab's names have", () => {
    const ground = { kind: 'contradicted' as const, date: '2026-10' };
    const hosts = [{ host: 'sqs.us-west-2.amazonaws.com', a: true, aaaa: true, ground }];
    const withIpv6 = routed([passingAt(SQS, 'sqs')], EIGW, { lab: { ...LAB, hosts } });
    const row = rowOf({ today: TODAY, withoutNat: WITHOUT, withIpv6 });
    expect(row).toMatchObject({ needs: 'unknown', cause: { code: 'UnknownToLab' } });
    expect(row?.cause?.message).toContain('contradict one another');
  });

  test('is unknown where the contradiction is about the dual-stack name that would carry it', () => {
    const ground = { kind: 'contradicted' as const, date: '2026-10' };
    const hosts = [{ host: 'sqs.us-west-2.api.aws', a: true, aaaa: true, ground }];
    const dualStack = [onlyIpv4, passingAt(SQS_DUAL_STACK, 'sqs')];
    const withIpv6 = routed(dualStack, EIGW, { ...silent(SQS), lab: { ...LAB, hosts } });
    expect(rowOf({ today: TODAY, withoutNat: WITHOUT, withIpv6 })).toMatchObject({ needs: 'unknown' });
    const asIs = routed([passingAt(SQS, 'sqs')], EIGW, { lab: { ...LAB, hosts } });
    expect(rowOf({ today: TODAY, withoutNat: WITHOUT, withIpv6: asIs })).toMatchObject({ needs: 'network' });
  });

  test('what a NAT instance may carry today is lost without it, and not unknown', () => {
    const hidden = routed([onlyIpv4, failing(SQS_DUAL_STACK)], routes(['0.0.0.0/0', 'i-1']), silent(SQS));
    const networks = { today: hidden, withoutNat: WITHOUT, withIpv6: WITHOUT };
    expect(rowOf(networks, ['i-1'])).toMatchObject({ today: 'unknown', needs: 'paid' });
    expect(rowOf(networks)).toMatchObject({ today: 'unknown', needs: 'unknown' });
    expect(rowOf(networks, ['i-2'])).toMatchObject({ needs: 'unknown' });
    const withIpv6 = routed([passingAt(SQS, 'sqs')], EIGW);
    expect(rowOf({ ...networks, withIpv6 }, ['i-1'])).toMatchObject({ today: 'unknown', needs: 'network' });
  });

  test('is broken already, where nothing carries it today', () => {
    expect(rowOf({ today: WITHOUT, withoutNat: WITHOUT, withIpv6: WITHOUT })).toMatchObject({
      needs: 'broken',
    });
  });
});

describe('the workloads that are asked', () => {
  const place = (logicalIds: readonly string[], name: string) => ({
    lab: {
      ...LAB,
      workload: {
        kind: logicalIds.length > 0 ? ('function' as const) : ('open-group' as const),
        logicalIds: [...logicalIds],
        subnet: { logicalId: name, name },
        securityGroups: [],
        ipv6Allowed: true,
      },
    },
  });
  const at = (logicalIds: readonly string[], name: string, route = NAT) =>
    routed([onlyIpv4, failing(SQS_DUAL_STACK)], route, { ...answered(SQS), ...place(logicalIds, name) });
  const rows = (today: readonly RoutedRun[], workloads: readonly string[] = []) =>
    whatIfRows(SQS_TARGET ? [{ ...SQS_TARGET, workloads }] : [], {
      today,
      withoutNat: today,
      withIpv6: today,
    });

  test('share a row where their answers are the same', () => {
    const [row, ...more] = rows([at(['Api', 'Job'], 'a'), at(['Api'], 'b')]);
    expect(row?.workloads).toEqual(['Api in a', 'Job in a', 'Api in b']);
    expect(row?.logicalIds).toEqual(['Api', 'Job']);
    expect(more).toEqual([]);
  });

  test('are those that the target was found for', () => {
    expect(rows([at(['Api'], 'a'), at(['Job'], 'b')], ['Job'])[0]?.workloads).toEqual(['Job in b']);
  });

  test('are all where the target was found for what has no place of its own', () => {
    expect(rows([at(['Service'], 'a')], ['TaskDefinition'])[0]?.workloads).toEqual(['Service in a']);
  });

  test('are stand-ins only where the template has no workload, and not in isolated subnets', () => {
    expect(rows([at(['Api'], 'a'), at([], 'b')])[0]?.workloads).toEqual(['Api in a']);
    const isolated = at([], 'b', NOTHING);
    expect(rows([at([], 'a'), isolated])[0]?.workloads).toEqual(['any workload in a']);
    expect(rows([isolated])[0]?.workloads).toEqual(['any workload in b']);
  });
});

const ROW: WhatIfAnswer = {
  target: 'https://a.example',
  caller: 'code',
  foundIn: [],
  workloads: ['Worker in Private'],
  logicalIds: ['Worker'],
  subnetIds: [],
  today: 'nat',
  behindNat: true,
  withoutNat: { unchanged: 'none', dualStack: null },
  withIpv6: { unchanged: 'eigw', dualStack: null },
  needs: 'network',
  line: null,
  cause: null,
};

const ASKED = { demonstration: false, gaps: 2 };

describe('the answer', () => {
  const sentence = (rows: readonly WhatIfAnswer[], natGateways = 1, more = {}) =>
    whatIfSentence({
      rows,
      natGateways,
      changes: 4,
      obstacles: 0,
      gaps: 0,
      demonstration: false,
      ...{ endpoints: [], natInstances: 0, unknownInstances: [], freeEndpoints: [] },
      ...more,
    });

  test('is yes only if every target has a free way, and there is one', () => {
    expect(canGo([ROW], ASKED)).toBe(true);
    expect(canGo([], ASKED)).toBeNull();
    expect(sentence([])).toContain('Nothing was asked');
    expect(canGo([ROW, { ...ROW, needs: 'unknown' }], ASKED)).toBeNull();
    expect(canGo([ROW, { ...ROW, needs: 'broken' }], ASKED)).toBeNull();
    expect(
      canGo(
        [
          { ...ROW, needs: 'unknown' },
          { ...ROW, needs: 'paid' },
        ],
        ASKED,
      ),
    ).toBe(false);
  });

  test('is not kept open by what is broken today where no route leads to a NAT gateway', () => {
    const apart: WhatIfAnswer = {
      ...{ ...ROW, needs: 'broken', behindNat: false, today: 'none' },
      ...{ target: 'https://b.example', workloads: ['Other in Isolated'] },
    };
    expect(canGo([ROW, apart], ASKED)).toBe(true);
    expect(sentence([ROW, apart])).toBe(
      'The NAT gateway can go after the 4 changes to the infrastructure: 1 of 1 target works without a NAT gateway. Broken with and without NAT: b.example from Other in Isolated.',
    );
    expect(canGo([ROW, { ...apart, behindNat: true }], ASKED)).toBeNull();
    expect(canGo([ROW, { ...apart, needs: 'unknown' }], ASKED)).toBeNull();
    expect(canGo([apart], ASKED)).toBeNull();
  });

  test('names the changes, or what breaks, or what is not known', () => {
    expect(sentence([ROW])).toBe(
      'The NAT gateway can go after the 4 changes to the infrastructure: 1 of 1 target works without a NAT gateway.',
    );
    expect(sentence([ROW, { ...ROW, target: 'https://b.example', needs: 'paid' }], 2)).toBe(
      'The 2 NAT gateways cannot go for free: b.example would break, with IPv6 too.',
    );
    const freeEndpoints = ['com.amazonaws.us-west-2.s3'];
    expect(sentence([{ ...ROW, needs: 'paid' }], 1, { freeEndpoints })).toBe(
      'The NAT gateway cannot go with these changes only: a.example would break, with IPv6 too. A gateway endpoint (com.amazonaws.us-west-2.s3) costs nothing and would keep it; the lab did not try that.',
    );
    expect(sentence([{ ...ROW, needs: 'unknown' }])).toBe(
      'Whether the NAT gateway can go is not known. Not answered: a.example.',
    );
    expect(sentence([ROW], 0)).toBe(
      'The VPC has no NAT gateway. 1 of 1 target works without a NAT gateway after the 4 changes to the infrastructure.',
    );
    expect(sentence([{ ...ROW, needs: 'nothing' }], 0)).toBe(
      'The VPC has no NAT gateway. 1 of 1 target works without a NAT gateway.',
    );
  });

  test('names NAT instances beside NAT gateways, and what may be one', () => {
    expect(sentence([ROW], 0, { natInstances: 1 })).toBe(
      'The NAT instance can go after the 4 changes to the infrastructure: 1 of 1 target works without a NAT instance.',
    );
    expect(sentence([ROW], 1, { natInstances: 2 })).toBe(
      'The NAT gateway and the 2 NAT instances can go after the 4 changes to the infrastructure: 1 of 1 target works without NAT.',
    );
    expect(sentence([{ ...ROW, needs: 'unknown' }], 0, { natInstances: 2 })).toContain(
      'Whether the 2 NAT instances can go is not known.',
    );
    const unknownInstances = [
      { logicalId: 'Proxy', id: 'i-1' },
      { logicalId: null, id: 'i-2' },
    ];
    const text = sentence([{ ...ROW, needs: 'unknown' }], 0, { unknownInstances });
    expect(text).toContain('if it is, add --value Proxy.SourceDestCheck=false');
    expect(text).toContain('What i-2 is');
  });

  test('counts the interface endpoints that can go', () => {
    expect(sentence([ROW], 1, { endpoints: ['can-go', 'needed', 'unknown'] })).toContain(
      '1 of 3 interface endpoints can go with IPv6.',
    );
  });

  test('says what is left to do by hand, and what it is not about', () => {
    const basis = {
      ...{ rows: [ROW], natGateways: 1, changes: 4, obstacles: 2, gaps: 3 },
      ...{
        demonstration: false,
        endpoints: ['can-go', 'needed'] as const,
        natInstances: 0,
        freeEndpoints: [],
      },
      unknownInstances: [{ logicalId: 'Proxy', id: 'i-1' }],
    };
    expect(whatIfSentence(basis)).toContain(
      'after the 4 changes to the infrastructure and 2 changes by hand:',
    );
    expect(whatIfSentence(basis)).toContain('these targets only: 3 places may hide more.');
  });

  test('is not yes where only demonstration targets were asked, and code is there that calls others', () => {
    const DEMONSTRATED = { demonstration: true, gaps: 2 };
    expect(canGo([ROW], DEMONSTRATED)).toBeNull();
    expect(canGo([{ ...ROW, needs: 'paid' }], DEMONSTRATED)).toBe(false);
    expect(sentence([ROW], 1, DEMONSTRATED)).toBe(
      'Whether the NAT gateway can go is not known. 1 of 1 target works without a NAT gateway after the 4 changes to the infrastructure. Only demonstration targets were tried, and 2 places may hide what your code calls: name its targets with --target.',
    );
    expect(canGo([ROW], { ...DEMONSTRATED, gaps: 0 })).toBe(true);
    expect(sentence([ROW], 1, { ...DEMONSTRATED, gaps: 0 })).toMatch(
      /^The NAT gateway can go .* Only demonstration targets were tried, so this says nothing of your code/,
    );
  });
});
