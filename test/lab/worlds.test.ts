/** Every world, run by its command: the probe's report, the kernel's counters, and that the two agree. */
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { CONTROL_HOST, TARGET_IDS } from '../../lambda/report/built-in-targets.ts';
import { type Report, reportSchema } from '../../lambda/report/report-schema.ts';
import { CAUSE_CODES } from '../../lambda/report/vocabulary.ts';
import { WORLDS } from '../../lib/lab/worlds/worlds.ts';
import { type Ended, natless } from '../command.ts';
import { lab, reportIn, resultsIn, targetIn } from './lab-command.ts';

const refused = inject('labRefused');

const PASSING = TARGET_IDS.filter((id) => id !== 'bedrock-runtime');
const CONDITIONED = ['s3', 'dynamodb', 'dynamodb-account-id', 's3-vectors'];

/** One command runs all worlds once, and all tests read the same documents. */
const documentSchema = z.array(
  z.object({
    world: z.string(),
    asExpected: z.boolean(),
    durationMs: z.number(),
    differences: z.array(z.string()),
    report: reportSchema,
  }),
);
let ended: Ended;
let documents: z.output<typeof documentSchema>;

/** More than a minute on two cores, and longer on a busy machine. */
const MATRIX_TIMEOUT_MS = 300_000;

function documentOf(world: string) {
  const document = documents.find((candidate) => candidate.world === world);
  if (document) return document;
  throw new Error(`the world ${world} did not run`);
}

const [ESCAPE, BELL] = ['\u001b', '\u0007'];

/** Every text in a document, wherever it is. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function reportOf(world: string): Report {
  return documentOf(world).report;
}

describe.skipIf(refused !== null)(`the lab${refused === null ? '' : ` (skipped: ${refused})`}`, () => {
  beforeAll(async () => {
    ended = await natless(['worlds', '--run', '--json', '--assembly', inject('assembly')]);
    documents = documentSchema.parse(JSON.parse(ended.stdout));
  }, MATRIX_TIMEOUT_MS);

  test('runs all worlds in one command, with progress', () => {
    expect(documents.map(({ world }) => world)).toEqual(WORLDS.map(({ name }) => name));
    expect(ended.stderr).toContain(`${WORLDS.length} of ${WORLDS.length} worlds\n`);
    expect(ended.status).toBe(0);
  });

  describe.each(WORLDS)('$name', ({ name }) => {
    test('is as the world expects, and the referee agrees', () => {
      const { asExpected, differences, report } = documentOf(name);
      expect(differences).toEqual([]);
      expect(asExpected).toBe(true);
      expect(report.runs.length).toBeGreaterThan(0);
      for (const { lab: findings } of report.runs) {
        expect(findings).toMatchObject({ world: name, referee: { agrees: true, disagreements: [] } });
      }
    });
  });

  describe('as-synthesized', () => {
    test('reaches every target from both private subnets, confirmed by the kernel and a witness', async () => {
      const { runs: both, summary } = reportIn(await lab('--json', '--assembly', inject('assembly')));
      expect(both.map(({ network }) => network.route.witness)).toEqual(['ec2', 'ec2']);
      expect(both.map(({ network }) => network.availabilityZone)).toEqual(['us-west-2a', 'us-west-2b']);
      for (const { targets, lab: findings, controls } of both) {
        expect(targets.map(({ id }) => id)).toEqual([...TARGET_IDS]);
        expect(targets.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id)).toEqual(PASSING);
        expect(targets.filter(({ witness }) => witness === 'iam').map(({ id }) => id)).toEqual(CONDITIONED);
        expect(targets.find(({ id }) => id === 'bedrock-runtime')?.cause?.code).toBe('NoSuchHost');
        expect(findings?.counters.egressOnlyInternetGateway.out).toBeGreaterThan(0);
        expect(findings?.counters.internetGateway).toEqual({ out: 0, in: 0 });
        expect(findings?.counters.natGateway.out).toBe(0);
        expect(findings?.counters.securityGroupDropped).toBe(0);
        expect(findings?.counters.noRouteDropped).toBeGreaterThan(0);
        expect(controls.every(({ succeeded, meaningful }) => !succeeded && meaningful)).toBe(true);
      }
      expect(summary).toMatchObject({
        reachedOverEigw: PASSING,
        notReached: ['bedrock-runtime'],
        asExpected: true,
        sentence: '9 of 10 targets work without a NAT gateway; the others: bedrock-runtime (NoSuchHost).',
      });
    });

    test('denies the IAM control, so the conditions work', () => {
      for (const { controls } of reportOf('as-synthesized').runs) {
        const iam = controls.filter(({ kind }) => kind === 'iam');
        expect(iam).toMatchObject([{ id: 'dynamodb', succeeded: false, meaningful: true, asExpected: true }]);
      }
    });

    test("shows the echo services the interface's own address, inside the VPC", () => {
      for (const { source } of reportOf('as-synthesized').runs) {
        expect(source.insideVpc).toBe(true);
        expect(source.seenBy.map(({ target }) => target)).toEqual(['ifconfig.me', 'checkip']);
        expect(new Set(source.seenBy.map(({ address }) => address))).toEqual(new Set([source.address]));
      }
    });
  });

  describe.each([
    ['no-default-route', 'noRouteDropped', 'securityGroupDropped'],
    ['egress-closed', 'securityGroupDropped', 'noRouteDropped'],
    ['network-acl-out', 'networkAclDropped', 'securityGroupDropped'],
    ['block-public-access', 'blockPublicAccessDropped', 'securityGroupDropped'],
  ] as const)('%s', (world, guilty, innocent) => {
    test('reaches nothing, and the counters show what dropped the packets', () => {
      for (const { targets, controls, lab: findings } of reportOf(world).runs) {
        const tried = targets.filter(({ id }) => id !== 'bedrock-runtime');
        expect(new Set(tried.map(({ cause }) => cause?.code))).toEqual(new Set(['ConnectTimeout']));
        expect(findings?.counters.egressOnlyInternetGateway).toMatchObject({ out: 0, in: 0 });
        expect(findings?.counters[guilty]).toBeGreaterThan(0);
        expect(findings?.counters[innocent]).toBe(0);
        expect(controls.some(({ meaningful }) => meaningful)).toBe(false);
      }
    });
  });

  test('peer-network: the target is refused by EC2’s route before a packet is sent', () => {
    for (const run of reportOf('peer-network').runs) {
      const peer = targetIn(run, 'peer');
      expect(peer).toMatchObject({ path: 'none', cause: { code: 'TargetRefused' } });
      expect(peer.cause?.message).toContain(
        'in 2001:db8:eeee::/48, which the route table sends to another network',
      );
      expect(peer.attempts[0].operations).toMatchObject([
        { remoteAddress: null, phasesMs: { connect: null } },
      ]);
    }
  });

  test('two-runs-at-once: all four runs pass wherever one does', () => {
    const { runs } = reportOf('two-runs-at-once');
    const subnets = runs.map(({ network }) => network.availabilityZone);
    expect(subnets.toSorted()).toEqual(['us-west-2a', 'us-west-2a', 'us-west-2b', 'us-west-2b']);
    for (const { targets } of runs)
      expect(targets.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id)).toEqual(PASSING);
  });

  test('registries: each image has its own cause, and the report names the hop that failed', () => {
    for (const run of reportOf('registries').runs) {
      const named = run.targets.filter(({ service }) => service === 'oci');
      expect(resultsIn({ targets: named })).toEqual({
        ...{ sound: 'pass', split: 'NoAaaaRecord', private: 'AccessDenied', limited: 'Throttled' },
        ...{ loops: 'ResponseInvalid', page: 'ResponseInvalid', inside: 'TargetRefused' },
      });
      expect(targetIn(run, 'split').cause?.message).toContain('layer, redirected to layers.registry.example');
      const hops = targetIn(run, 'sound').attempts[0]?.operations ?? [];
      expect(hops.map(({ name, host, family, httpStatus }) => [name, host, family, httpStatus])).toEqual([
        ['manifest', 'sound.registry.example', 'IPv6', 401],
        ['token', 'auth.docker.io', 'IPv6', 200],
        ['manifest', 'sound.registry.example', 'IPv6', 200],
        ["platform's manifest", 'sound.registry.example', 'IPv6', 200],
        ['layer', 'sound.registry.example', 'IPv6', 307],
        ['layer, redirected', 'production.cloudflare.docker.com', 'IPv6', 200],
      ]);
      expect(stringsIn(run).filter((text) => /Bearer|signature=/.test(text))).toEqual([]);
    }
  });

  test('hybrid: Bedrock and S3 go through their endpoints, as IAM confirms, and the other controls are blocked', () => {
    const { runs: both, summary } = reportOf('hybrid');
    expect(summary).toMatchObject({
      asExpected: true,
      sentence:
        '10 of 10 targets work without a NAT gateway (thanks to a VPC endpoint: s3, s3-list-buckets, bedrock-runtime).',
    });
    for (const { targets, controls, lab: findings } of both) {
      const carried = targets.filter(({ path }) => path === 'vpc-endpoint');
      expect(carried.map(({ id, witness, asExpected }) => [id, witness, asExpected])).toEqual([
        ['s3', 'iam', true],
        ['s3-list-buckets', 'iam', true],
        ['bedrock-runtime', 'iam', true],
      ]);
      const answered = controls.filter(({ succeeded }) => succeeded);
      expect(answered.map(({ id, asExpected }) => [id, asExpected])).toEqual([
        ['s3', true],
        ['s3-list-buckets', true],
      ]);
      expect(controls.find(({ id }) => id === CONTROL_HOST)).toMatchObject({
        succeeded: false,
        meaningful: true,
      });
      expect(findings?.counters.natGateway.out).toBe(0);
      expect(findings?.counters.vpcEndpoint.out).toBeGreaterThan(0);
    }
  });

  test('hybrid-ipv4-only: unchanged code decides, and attempts that force IPv6 go past the endpoints', () => {
    for (const run of reportOf('hybrid-ipv4-only').runs) {
      for (const id of ['dynamodb', 'bedrock-runtime']) {
        expect(targetIn(run, id)).toMatchObject({
          ...{ path: 'vpc-endpoint', witness: 'iam', outcome: 'ok', asExpected: true },
          advice: { kind: 'none', explanation: 'a VPC endpoint carries it as it is' },
        });
      }
      expect(targetIn(run, 'dynamodb').attempts[0]).toMatchObject({
        ...{ mode: 'ipv6', path: 'eigw', outcome: 'denied', cause: { code: 'WitnessDenied' } },
      });
    }
  });

  test('hybrid-broken: a target that did not go through its endpoint is not as expected', () => {
    const { runs: both, summary } = reportOf('hybrid-broken');
    expect(summary.asExpected).toBe(false);
    for (const run of both) {
      expect(targetIn(run, 's3')).toMatchObject({
        ...{ path: 'eigw', witness: null, asExpected: false },
        cause: {
          remedy: expect.stringContaining("did not see the request come through the stack's VPC endpoint"),
        },
      });
      expect(targetIn(run, 'bedrock-runtime')).toMatchObject({
        witness: null,
        cause: { remedy: expect.stringContaining("the VPC endpoint's policy") },
      });
    }
  });

  test('aaaa-missing: only S3 and Bedrock fail', () => {
    for (const run of reportOf('aaaa-missing').runs) {
      const failed = run.targets.filter(({ verdict }) => verdict !== 'pass').map(({ id }) => id);
      expect(failed).toEqual(['s3', 's3-list-buckets', 'bedrock-runtime']);
      expect(targetIn(run, 's3').cause?.code).toBe('NoAaaaRecord');
    }
  });

  test('ingress-opened: the egress-only gateway refuses a connection from the internet by itself', () => {
    for (const { lab: findings } of reportOf('ingress-opened').runs) {
      expect(findings?.inbound).toEqual({ attempted: true, reachedFunction: false });
      expect(findings?.counters.egressOnlyInternetGateway.inboundDropped).toBeGreaterThan(0);
    }
  });

  test('default-route-to-internet-gateway: no target passes, and a connection from the internet arrives', () => {
    const { runs: both, summary } = reportOf('default-route-to-internet-gateway');
    expect(summary).toMatchObject({ reachedOverEigw: [], asExpected: false });
    for (const { targets, lab: findings } of both) {
      expect(new Set(targets.map(({ path }) => path))).toEqual(new Set(['igw', 'none']));
      expect(findings?.inbound.reachedFunction).toBe(true);
      expect(findings?.counters.egressOnlyInternetGateway.out).toBe(0);
    }
  });

  test('nat-gateway: the controls answer, and the targets still pass', () => {
    const { runs: both, summary } = reportOf('nat-gateway');
    expect(summary).toMatchObject({ reachedOverEigw: PASSING, asExpected: false });
    for (const { controls, lab: findings } of both) {
      const ipv4 = controls.filter(({ kind }) => kind === 'ipv4');
      expect(new Set(ipv4.map(({ cause }) => cause?.code))).toEqual(new Set(['Ipv4PathExists']));
      expect(findings?.counters.natGateway.out).toBeGreaterThan(0);
    }
  });

  test('one-az-broken: the summary names the subnets with their paths', () => {
    const { runs: both, summary } = reportOf('one-az-broken');
    const [healthy, broken] = both.map(({ network }) => network.subnetId ?? '');
    expect(summary.reachedOverEigw).toEqual([]);
    expect(summary.differBetweenSubnets.map(({ target }) => target)).toEqual(PASSING);
    expect(summary.differBetweenSubnets[0]?.paths).toEqual({ [`${healthy}`]: 'eigw', [`${broken}`]: 'none' });
  });

  test('explicit-deny: the cause names the policy that denies', () => {
    for (const run of reportOf('explicit-deny').runs) {
      expect(targetIn(run, 's3').cause?.message).toContain('explicit deny in an identity-based policy');
      expect(targetIn(run, 's3').cause?.remedy).toContain('identity-based policy');
    }
  });

  test('ec2-without-ipv6: the route is declared, with a warning on each target', () => {
    for (const { network, targets } of reportOf('ec2-without-ipv6').runs) {
      expect(network.route.witness).toBe('declared');
      const reached = targets.filter((target) => target.reached);
      expect(reached).not.toEqual([]);
      for (const { warnings } of reached) expect(warnings.map(({ code }) => code)).toEqual(['RouteDeclared']);
    }
  });

  test('endpoint-url-configured: the probe calls AWS all the same, and warns on the targets of SDK clients', () => {
    for (const { targets } of reportOf('endpoint-url-configured').runs) {
      const warned = targets.filter(({ warnings }) =>
        warnings.some(({ code }) => code === 'EndpointUrlIgnored'),
      );
      expect(warned.map(({ id }) => id)).toEqual(TARGET_IDS.slice(2));
    }
  });

  test("bedrock-dual-stack: the summary counts every target, and announces no news of the lab's own records", () => {
    const { summary } = reportOf('bedrock-dual-stack');
    expect(summary.reachedOverEigw).toEqual([...TARGET_IDS]);
    expect(summary.sentence).not.toContain('News');
  });

  test('echo-answers-markup: escape sequences do not get into the report', () => {
    const texts = stringsIn(reportOf('echo-answers-markup'));
    expect(texts.filter((text) => text.includes('<html>'))).not.toEqual([]);
    expect(texts.filter((text) => text.includes(ESCAPE) || text.includes(BELL))).toEqual([]);
  });

  describe('the advice', () => {
    test('names the change that each target needs, as an attempt proved it', () => {
      for (const { targets } of reportOf('as-synthesized').runs) {
        const changes = Object.fromEntries(targets.map(({ id, advice }) => [id, advice?.kind]));
        expect(changes).toEqual({
          ...Object.fromEntries(TARGET_IDS.map((id) => [id, 'client-flag'])),
          'ifconfig.me': 'none',
          checkip: 'none',
          's3-vectors': 'none',
          'bedrock-runtime': 'needs-ipv4',
        });
      }
    });

    test('prefers one variable for all clients if no client loses its endpoint', () => {
      for (const run of reportOf('bedrock-dual-stack').runs) {
        expect(targetIn(run, 's3').advice?.line).toBe('AWS_USE_DUALSTACK_ENDPOINT=true');
      }
      for (const run of reportOf('as-synthesized').runs) {
        expect(targetIn(run, 's3').advice?.explanation).toContain('would break bedrock-runtime');
      }
    });

    test('is unproven while IPv4 has a way out', () => {
      for (const { targets } of reportOf('nat-gateway').runs) {
        expect(new Set(targets.map(({ advice }) => advice?.kind))).toEqual(new Set(['unproven']));
      }
    });

    test.each(['first-syn-lost', 'slow-path'])(
      'finds in %s that unchanged code fails where IPv6 works, and the option that fixes it',
      (world) => {
        for (const run of reportOf(world).runs) {
          const target = targetIn(run, 'checkip');
          expect(target).toMatchObject({ verdict: 'pass', advice: { kind: 'node-option' } });
          expect(target.warnings.map(({ code }) => code)).toEqual(['AppWouldFail']);
          expect(target.advice?.line).toBe(
            'NODE_OPTIONS=--network-family-autoselection-attempt-timeout=2000',
          );
        }
      },
    );

    test('does not ask for the option if it is set', () => {
      for (const run of reportOf('first-syn-lost-fixed').runs) {
        expect(targetIn(run, 'checkip')).toMatchObject({ warnings: [], advice: { kind: 'none' } });
      }
    });
  });

  describe('together the worlds', () => {
    const all = () => documents.map(({ report }) => report);

    test('show every cause', () => {
      const targets = all().flatMap(({ runs: each }) => each.flatMap((run) => run.targets));
      const controls = all().flatMap(({ runs: each }) => each.flatMap((run) => run.controls));
      const shown = new Set([
        ...targets.flatMap(({ cause, warnings }) => [cause, ...warnings].map((item) => item?.code)),
        ...controls.map(({ cause }) => cause?.code),
      ]);
      expect(CAUSE_CODES.filter((code) => !shown.has(code))).toEqual([]);
    });

    test('make every target fail', () => {
      const failed = new Set(
        all().flatMap(({ runs: each }) =>
          each.flatMap(({ targets }) =>
            targets.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id),
          ),
        ),
      );
      expect(TARGET_IDS.filter((id) => !failed.has(id))).toEqual([]);
    });
  });
});
