/** Every world, by its command: what the probe says there, what the kernel counted, and that the two agree. */
import { describe, expect, inject, test } from 'vitest';
import { TARGET_IDS } from '../../lambda/probe/contract.ts';
import type { Report } from '../../lambda/probe/report-schema.ts';
import { WORLDS } from '../../lib/lab/worlds/worlds.ts';
import { type Ended, lab, reportIn, targetIn } from './lab-command.ts';

const refused = inject('labRefused');

/** Each world runs once, and all the tests of it read the same document. */
const runs = new Map<string, Promise<Ended>>();

function runWorld(world: string): Promise<Ended> {
  const started = runs.get(world) ?? lab('--json', '--assembly', inject('assembly'), '--world', world);
  runs.set(world, started);
  return started;
}

async function reportOf(world: string): Promise<Report> {
  return reportIn(await runWorld(world));
}

describe.skipIf(refused !== null)(`the lab${refused === null ? '' : ` (skipped: ${refused})`}`, () => {
  describe.concurrent.each(WORLDS)('$name', ({ name }) => {
    test('is as the world expects, and the referee agrees', async () => {
      const ended = await runWorld(name);
      expect(ended.stderr).not.toContain('not as this world expects');
      expect(ended.status).toBe(0);
      for (const { lab: findings } of reportIn(ended).runs) {
        expect(findings).toMatchObject({ world: name, referee: { agrees: true, disagreements: [] } });
      }
    });
  });

  describe('as-synthesized', () => {
    test('reaches every target from both private subnets, vouched for by the kernel and a witness', async () => {
      const { runs: both, summary } = await reportOf('as-synthesized');
      expect(both.map(({ network }) => network.availabilityZone)).toEqual(['us-west-2a', 'us-west-2b']);
      for (const { targets, lab: findings, controls } of both) {
        expect(targets.map(({ id }) => id)).toEqual([...TARGET_IDS]);
        expect(targets.map(({ verdict }) => verdict)).toEqual(TARGET_IDS.map(() => 'pass'));
        expect(findings?.counters.egressOnlyInternetGateway.out).toBeGreaterThan(0);
        expect(findings?.counters.internetGateway).toEqual({ out: 0, in: 0 });
        expect(findings?.counters.natGateway.out).toBe(0);
        expect(findings?.counters.securityGroupDropped).toBe(0);
        expect(findings?.counters.noRouteDropped).toBeGreaterThan(0);
        expect(controls.every(({ succeeded, meaningful }) => !succeeded && meaningful)).toBe(true);
      }
      expect(summary).toMatchObject({ reachedOverEigw: [...TARGET_IDS], notReached: [], asExpected: true });
    });

    test('the echo saw the very address of the interface, inside the VPC', async () => {
      for (const { source } of (await reportOf('as-synthesized')).runs) {
        expect(source.insideVpc).toBe(true);
        expect(source.seenBy.map(({ target }) => target)).toEqual(['ifconfig.me', 'checkip']);
        expect(new Set(source.seenBy.map(({ address }) => address))).toEqual(new Set([source.address]));
      }
    });
  });

  describe.each([
    ['no-default-route', 'noRouteDropped', 'securityGroupDropped'],
    ['egress-closed', 'securityGroupDropped', 'noRouteDropped'],
  ] as const)('%s', (world, guilty, innocent) => {
    test('reaches nothing, and the counters say who is to blame', async () => {
      for (const { targets, controls, lab: findings } of (await reportOf(world)).runs) {
        expect(new Set(targets.map(({ cause }) => cause?.code))).toEqual(new Set(['ConnectTimeout']));
        expect(findings?.counters.egressOnlyInternetGateway).toMatchObject({ out: 0, in: 0 });
        expect(findings?.counters[guilty]).toBeGreaterThan(0);
        expect(findings?.counters[innocent]).toBe(0);
        expect(controls.some(({ meaningful }) => meaningful)).toBe(false);
      }
    });
  });

  test('aaaa-missing fails S3 alone', async () => {
    for (const run of (await reportOf('aaaa-missing')).runs) {
      const failed = run.targets.filter(({ verdict }) => verdict !== 'pass').map(({ id }) => id);
      expect(failed).toEqual(['s3', 's3-list-buckets']);
      expect(targetIn(run, 's3').cause?.code).toBe('NoAaaaRecord');
    }
  });

  test('ingress-opened: the egress-only gateway refuses the dial-in by itself', async () => {
    for (const { lab: findings } of (await reportOf('ingress-opened')).runs) {
      expect(findings?.inbound).toEqual({ attempted: true, reachedFunction: false });
      expect(findings?.counters.egressOnlyInternetGateway.inboundDropped).toBeGreaterThan(0);
    }
  });
});
