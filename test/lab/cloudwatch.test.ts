/**
 * What a lab run wrote for CloudWatch, against what the template reads: metrics, dimensions and log fields.
 * The two sides know each other by the contract only; renaming one of them must fail here.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { QUERIES } from '../../lib/stack/monitoring/queries.ts';
import { FLOW_LOG_FIELDS } from '../../lib/stack/network/flow-logs.ts';
import { synthesized } from '../stack/synthesized.ts';
import { lab } from './lab-command.ts';

const refused = inject('labRefused');
const folder = mkdtempSync(join(tmpdir(), 'natless-test-cloudwatch-'));
afterAll(() => rmSync(folder, { recursive: true }));

type LogRecord = Readonly<Record<string, unknown>>;

/** The records of a healthy run and of one without egress, which must be told about all the same. */
let records: readonly LogRecord[] = [];

beforeAll(async () => {
  if (refused !== null) return;
  records = (await Promise.all(['as-synthesized', 'no-default-route'].map(recordsOf))).flat();
});

async function recordsOf(world: string): Promise<LogRecord[]> {
  const file = join(folder, `${world}.log`);
  await lab('--assembly', inject('assembly'), '--world', world, '--logs', file);
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** The embedded metric format's own rules (Amazon CloudWatch User Guide, "Specification: Embedded metric format"). */
const metricName = z.string().min(1).max(1024);
const embeddedMetrics = z.object({
  _aws: z.object({
    Timestamp: z.int().nonnegative(),
    CloudWatchMetrics: z
      .array(
        z.strictObject({
          Namespace: z.string().min(1).max(1024),
          Dimensions: z.array(z.array(z.string().min(1).max(250)).max(30)).min(1),
          Metrics: z
            .array(
              z.strictObject({
                Name: metricName,
                Unit: z.string().optional(),
                StorageResolution: z.union([z.literal(1), z.literal(60)]).optional(),
              }),
            )
            .max(100),
        }),
      )
      .min(1),
  }),
});

function metricLines() {
  return records
    .filter((record) => '_aws' in record)
    .map((record) => {
      const [directive] = embeddedMetrics.parse(record)._aws.CloudWatchMetrics;
      if (!directive) throw new Error('a line without a directive');
      return { record, directive };
    });
}

describe.skipIf(refused !== null)('the metrics of a run', () => {
  test('satisfy the embedded metric format, with every member that they name', () => {
    expect(metricLines()).toHaveLength(40);
    for (const { record, directive } of metricLines()) {
      for (const name of directive.Dimensions.flat()) expect(record[name]).toEqual(expect.any(String));
      for (const { Name } of directive.Metrics) expect(record[Name]).toEqual(expect.any(Number));
    }
  });

  test('hold no address in any dimension: each value would be a metric of its own', () => {
    const values = metricLines().flatMap(({ record, directive }) =>
      directive.Dimensions.flat().map((name) => String(record[name])),
    );
    expect(values.filter((value) => /\d+\.\d+\.\d+\.\d+|:/.test(value))).toEqual([]);
  });

  test('are those that the dashboard asks for, by the same dimensions', () => {
    const emitted = new Set(
      metricLines().flatMap(({ directive: { Namespace, Dimensions, Metrics } }) =>
        Metrics.map(({ Name }) => `{${[Namespace, ...Dimensions.flat()].join(',')}} MetricName="${Name}"`),
      ),
    );
    const [[, { DashboardBody = '' } = {}] = []] = synthesized().propertiesOf('AWS::CloudWatch::Dashboard');
    const asked = JSON.stringify(DashboardBody).matchAll(/SEARCH\('(.*?)'/g);
    const searches = [...asked].map(([, search = '']) => search.replaceAll(/\\+"/g, '"'));
    expect(new Set(searches)).toEqual(emitted);
  });

  test('say 0 where nothing was reached, though nothing could leave the network', () => {
    const values = metricLines().map(({ record }) => record.Reached);
    expect(new Set(values)).toEqual(new Set([0, 1]));
  });
});

describe.skipIf(refused !== null).each(QUERIES)('the query "$name"', ({ source, lines }) => {
  const columns = new Set(FLOW_LOG_FIELDS.map((field) => field.replaceAll('-', '_')));

  test('reads fields that records have', () => {
    const known = source === 'probes' ? new Set(records.flatMap((record) => pathsOf(record))) : columns;
    const unknown = fieldsIn(lines).filter((field) => !known.has(field));
    expect(unknown).toEqual([]);
  });

  test('would be found out if a field were renamed', () => {
    expect(fieldsIn([...lines, 'sort renamed asc'])).toContain('renamed');
  });
});

/** `cause.code` and the like, as Logs Insights finds them in JSON. */
function pathsOf(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null) return [prefix];
  return Object.entries(value).flatMap(([name, part]) => pathsOf(part, prefix ? `${prefix}.${name}` : name));
}

const WORDS = new Set(
  'filter stats fields sort limit as by asc desc and or latest earliest count count_distinct sum'.split(' '),
);

/** The names in a query that are neither the language's words, nor text, nor aliases that the query itself gives. */
function fieldsIn(lines: readonly string[]): string[] {
  const plain = lines
    .filter((line) => !line.startsWith('parse '))
    .join('\n')
    .replaceAll(/"[^"]*"/g, '');
  const aliases = new Set([...plain.matchAll(/\bas (\w+)/g)].map(([, alias]) => alias));
  const names = [...plain.matchAll(/@?[a-zA-Z][\w.]*/g)].map(([name]) => name);
  return names.filter((name) => !WORDS.has(name) && !name.startsWith('@') && !aliases.has(name));
}
