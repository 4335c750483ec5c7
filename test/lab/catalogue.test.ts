/** The catalogue in the lab: every host of its table, checked against the kernel. */
import { describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { catalogueSchema } from '../../lambda/report/catalogue/catalogue-schema.ts';
import { lab } from './lab-command.ts';

const refused = inject('labRefused');
const SUBNET = ['--assembly', inject('assembly'), '--subnet', 'us-west-2a', '--catalogue'];

describe.skipIf(refused !== null)('the catalogue', () => {
  test('checks every host, and the kernel agrees', async () => {
    const { stdout, stderr, status } = await lab('--json', ...SUBNET);
    const [report] = z.array(catalogueSchema).parse(JSON.parse(stdout));
    const hosts = report?.catalogue.hosts ?? [];
    expect(hosts).toHaveLength(763);
    const byCode = Map.groupBy(hosts, ({ code }) => code);
    expect([...byCode.keys()].sort()).toEqual(['NoAaaaRecord', 'NoSuchHost', null].sort());
    expect(byCode.get('NoSuchHost')?.map(({ host }) => host)).toEqual(['bedrock-runtime.us-west-2.api.aws']);
    expect(byCode.get(null)?.every(({ reached, remoteAddress }) => reached && remoteAddress !== null)).toBe(
      true,
    );
    expect(stderr).not.toContain('the kernel disagrees');
    expect(status).toBe(0);
  });

  test('says of a dead network that nothing answered, before the function’s time is over', async () => {
    const { stdout, status } = await lab('--json', ...SUBNET, '--world', 'no-default-route');
    const [report] = z.array(catalogueSchema).parse(JSON.parse(stdout));
    const codes = new Set(report?.catalogue.hosts.map(({ code }) => code));
    expect(codes).toEqual(new Set(['NoAaaaRecord', 'NoSuchHost', 'ConnectTimeout']));
    expect(status).toBe(0);
  });

  test('stands alone', async () => {
    const { stderr, status } = await lab(...SUBNET, '--only', 's3');
    expect(stderr).toContain('cannot be used with');
    expect(status).toBe(2);
  });
});
