/** The catalogue in the lab: every host of its table, checked against the kernel. */
import { describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { catalogueSchema } from '../../lambda/report/catalogue/catalogue-schema.ts';
import { runLabCatalogue } from '../../lib/lab/lab.ts';
import { DEFAULT_REQUEST } from '../../lib/lab/session/request.ts';
import { natless } from '../command.ts';

const refused = inject('labRefused');
const SUBNET = ['--assembly', inject('assembly'), '--subnet', 'us-west-2a'];

describe.skipIf(refused !== null)('the catalogue', () => {
  test('checks every host, and the kernel agrees', async () => {
    const { stdout, stderr, status } = await natless(['catalogue', '--json', ...SUBNET]);
    const [report] = z.array(catalogueSchema).parse(JSON.parse(stdout));
    const hosts = report?.catalogue.hosts ?? [];
    expect(hosts).toHaveLength(763);
    const byCode = Map.groupBy(hosts, ({ code }) => code);
    expect([...byCode.keys()].sort()).toEqual(['NoAaaaRecord', 'NoSuchHost', null].sort());
    const absent = ['appstream2', 'bedrock', 'bedrock-agent', 'bedrock-agent-runtime', 'bedrock-runtime'];
    const withoutIpv6 = ['directconnect', 'dms', 'network-firewall', 'shield', 'waf', 'waf-regional'];
    expect(byCode.get('NoSuchHost')?.map(({ host }) => host)).toEqual(
      [...absent, ...withoutIpv6].map((name) => `${name}.us-west-2.api.aws`),
    );
    expect(hosts.filter(({ ground }) => ground === undefined)).toEqual([]);
    expect(byCode.get(null)?.every(({ reached, remoteAddress }) => reached && remoteAddress !== null)).toBe(
      true,
    );
    expect(stderr).not.toContain('the kernel disagrees');
    expect(status).toBe(0);
  });

  test('reports that nothing answers in a dead network, before the function times out', async () => {
    const { catalogues, differences } = await runLabCatalogue({
      request: {
        ...DEFAULT_REQUEST,
        source: { kind: 'assembly', path: inject('assembly') },
        subnet: 'us-west-2a',
        world: 'no-default-route',
      },
      install: false,
      progress: () => {},
      signal: new AbortController().signal,
    });
    const codes = new Set(catalogues[0]?.catalogue.hosts.map(({ code }) => code));
    expect(codes).toEqual(new Set(['NoAaaaRecord', 'NoSuchHost', 'ConnectTimeout']));
    expect(differences).toEqual([]);
  });

  test.each([
    [['--only', 's3'], "unknown option '--only'"],
    [['--deployed', '--subnet', 'us-west-2a'], 'cannot be used with'],
    [['--stack', 'Natless', '--on', 'fargate'], 'cannot be used with'],
  ])('refuses %j', async (args, words) => {
    const { stderr, status } = await natless(['catalogue', ...args]);
    expect(stderr).toContain(words);
    expect(status).toBe(2);
  });
});
