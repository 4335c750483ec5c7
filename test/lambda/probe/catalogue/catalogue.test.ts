/** The catalogue: its table of hosts, its limit on parallel work, and how a service is reached. */
import { describe, expect, test } from 'vitest';
import type { CatalogueHost } from '../../../../lambda/report/catalogue/catalogue-schema.ts';
import { catalogueEntries } from '../../../../lambda/report/catalogue/hosts.ts';
import { servicesOf } from '../../../../lambda/report/catalogue/summary.ts';
import { createLimit } from '../../../../lambda/report/limit.ts';
import { renderCatalogue } from '../../../../lib/report/terminal/catalogue.ts';

describe('the table', () => {
  const entries = catalogueEntries('eu-west-1');

  test('has each host once, in the given Region', () => {
    expect(new Set(entries.map(({ host }) => host)).size).toBe(entries.length);
    expect(entries.filter(({ host }) => host.includes('{'))).toEqual([]);
    expect(entries.map(({ host }) => host)).toContain('dynamodb.eu-west-1.api.aws');
  });

  test('knows which host is the default and which the dual-stack one', () => {
    const kind = (name: string) =>
      entries.find(({ host }) => host === name)?.services.find(({ id }) => id === 'dynamodb')?.kind;
    expect(kind('dynamodb.eu-west-1.amazonaws.com')).toBe('default');
    expect(kind('dynamodb.eu-west-1.api.aws')).toBe('dual-stack');
  });
});

describe('the limit', () => {
  test('runs no more work at once than it allows, and all of it in the end', async () => {
    const limit = createLimit(3);
    let running = 0;
    let most = 0;
    const work = async (index: number) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return index;
    };
    const all = Array.from({ length: 20 }, (_, index) => limit(() => work(index)));
    expect(await Promise.all(all)).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(most).toBe(3);
  });

  test('lets work run after a failure', async () => {
    const limit = createLimit(1);
    await expect(limit(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await limit(async () => 'yes')).toBe('yes');
  });
});

function host(id: string, kind: 'default' | 'dual-stack' | 'only', reached: boolean): CatalogueHost {
  const services = [{ id, kind }];
  const code = reached ? null : ('NoAaaaRecord' as const);
  return { host: `${id}.${kind}`, services, a: [], aaaa: [], remoteAddress: null, reached, code };
}

const HOSTS = [
  host('sqs', 'default', true),
  host('sqs', 'dual-stack', true),
  host('s3', 'default', false),
  host('s3', 'dual-stack', true),
  host('cognito', 'only', false),
];

test('a service is reached by its default name if that answers, else by its dual-stack name, else not at all', () => {
  expect(servicesOf(HOSTS).map(({ id, reachedBy }) => [id, reachedBy])).toEqual([
    ['sqs', 'default name'],
    ['s3', 'dual-stack name'],
    ['cognito', 'none'],
  ]);
});

test('the matrix shows both hosts side by side, and the lists name every service once', () => {
  const catalogue = {
    region: 'x',
    subnetId: null,
    availabilityZone: 'xa',
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 5,
    hosts: HOSTS,
  };
  const text = renderCatalogue({ schemaVersion: 1, catalogue }, 80);
  expect(text).toMatch(/^s3 +✗ NoAaaaRecord +✓$/m);
  expect(text).toContain('no IPv6 at all (1): cognito');
  expect(text).toContain('3 of 5 hosts answered over IPv6.');
});

describe('the matrix of the lab', () => {
  const grounds = ['documented', 'by name', 'documented', 'contradicted', 'assumed'] as const;
  const hosts = HOSTS.map((each, index) => ({
    ...each,
    ground: { kind: grounds[index] ?? ('assumed' as const), date: '2026-10' },
  }));
  const catalogue = {
    region: 'x',
    subnetId: null,
    availabilityZone: 'xa',
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 5,
    hosts,
  };
  const text = renderCatalogue({ schemaVersion: 1, catalogue }, 80);

  test('says LAB in each row, and what the row rests on', () => {
    const [table = ''] = text.split('\n\n');
    expect(table.split('\n').filter((line) => !line.startsWith('LAB  '))).toEqual([]);
    expect(table).toMatch(/^LAB {2}s3 +✗ NoAaaaRecord +✓ +contradicted$/m);
    expect(table).toMatch(/^LAB {2}cognito +✗ NoAaaaRecord +assumed$/m);
  });

  test('closes with whose records they are, by ground and date', () => {
    expect(text.split('\n\n').at(-1)).toBe(
      [
        "LAB: 3 of 5 hosts answered over IPv6, by the lab's own records:",
        '  2 as AWS documents them (2026-10)',
        '  1 guessed by the name (2026-10)',
        "  1 where AWS's pages contradict one another (2026-10)",
        '  1 assumed (2026-10)',
        'natless catalogue --deployed asks the real hosts.\n',
      ].join('\n'),
    );
  });
});
