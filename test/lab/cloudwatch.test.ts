/**
 * What a lab run wrote for CloudWatch, against what the template reads: metrics, dimensions and log fields.
 * The two sides know each other by the contract only; renaming one of them must fail here.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { TARGET_IDS } from '../../lambda/report/built-in-targets.ts';
import { METRICS } from '../../lambda/report/metric-names.ts';
import {
  FAILURES,
  LAST_REPORTS,
  LAST_RUN,
  QUERIES,
  SINCE_WHEN,
  WHAT_CHANGED,
} from '../../lib/stack/monitoring/queries.ts';
import { FLOW_LOG_FIELDS } from '../../lib/stack/network/flow-logs.ts';
import { flatten, type LogRecord, runQuery } from '../logs-insights.ts';
import { synthesized } from '../stack/synthesized.ts';
import { world } from './lab-command.ts';

const refused = inject('labRefused');
const folder = mkdtempSync(join(tmpdir(), 'natless-test-cloudwatch-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The records of a healthy run, and of one without egress, which must leave records too. */
let records: readonly LogRecord[] = [];

beforeAll(async () => {
  if (refused !== null) return;
  // One after the other, as history is.
  records = [...(await recordsOf('as-synthesized')), ...(await recordsOf('no-default-route'))];
});

async function recordsOf(name: string): Promise<LogRecord[]> {
  const file = join(folder, `${name}.log`);
  await world(name, '--assembly', inject('assembly'), '--logs', file);
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
    // Ten targets and the controls, of two subnets in two runs.
    expect(metricLines()).toHaveLength(44);
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

  const emittedMetrics = () =>
    metricLines().flatMap(({ directive: { Namespace, Dimensions, Metrics } }) =>
      Metrics.map(({ Name }) => ({ Namespace, dimensions: Dimensions.flat(), Name })),
    );

  test('are those that the dashboard asks for, by the same dimensions', () => {
    const emitted = new Set(
      emittedMetrics()
        .filter(({ dimensions }) => dimensions.length > 1)
        .map(
          ({ Namespace, dimensions, Name }) =>
            `{${[Namespace, ...dimensions].join(',')}} MetricName="${Name}"`,
        ),
    );
    const [[, { DashboardBody = '' } = {}] = []] = synthesized().propertiesOf('AWS::CloudWatch::Dashboard');
    const asked = JSON.stringify(DashboardBody).matchAll(/SEARCH\('(.*?)'/g);
    const searches = [...asked].map(([, search = '']) => search.replaceAll(/\\+"/g, '"'));
    expect(new Set(searches)).toEqual(emitted);
  });

  test('are those that the alarms look at, by the same dimensions and targets', () => {
    const spell = (namespace: string, name: string, dimensions: Record<string, unknown>) =>
      JSON.stringify([namespace, name, Object.entries(dimensions).toSorted()]);
    const emitted = new Set(
      metricLines().flatMap(({ record, directive: { Namespace, Dimensions, Metrics } }) =>
        Metrics.map(({ Name }) =>
          spell(
            Namespace,
            Name,
            Object.fromEntries(Dimensions.flat().map((name) => [name, nameOf(name, record)])),
          ),
        ),
      ),
    );
    const asked = synthesized({ alarms: true, schedule: 'rate(1 hour)' })
      .propertiesOf('AWS::CloudWatch::Alarm')
      .flatMap(([, { Metrics }]) => Metrics as readonly { MetricStat?: { Metric: AskedMetric } }[])
      .flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])
      .map(({ Namespace, MetricName, Dimensions }) =>
        spell(
          Namespace,
          MetricName,
          Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, nameOf(Name, { [Name]: Value })])),
        ),
      );
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((metric) => !emitted.has(metric))).toEqual([]);
  });

  test('say 0 where nothing was reached, though nothing could leave the network', () => {
    const values = metricLines().flatMap(({ record }) => record.Reached ?? []);
    expect(new Set(values)).toEqual(new Set([0, 1]));
  });
});

interface AskedMetric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
}

/** The template knows a zone by an expression, the record by its name: which one does not matter here. */
function nameOf(dimension: string, record: LogRecord): unknown {
  return dimension === METRICS.availabilityZone ? 'a zone' : record[dimension];
}

describe.skipIf(refused !== null)('over a healthy run and then one without a route', () => {
  const zones = ['us-west-2a', 'us-west-2b'];
  const of = (query: { readonly lines: readonly string[] }) => runQuery(query.lines, records);

  test('"last run" has a row for each target and zone, as of the later one', () => {
    const rows = of(LAST_RUN);
    expect(rows.map(({ target }) => target)).toEqual(TARGET_IDS.flatMap((id) => [id, id]).toSorted());
    expect(rows.map(({ target, availabilityZone }) => `${target} ${availabilityZone}`).toSorted()).toEqual(
      TARGET_IDS.flatMap((id) => zones.map((zone) => `${id} ${zone}`)).toSorted(),
    );
    expect(new Set(rows.map(({ way }) => way))).toEqual(new Set(['none']));
    expect(rows.find(({ target }) => target === 's3')).toMatchObject({
      judgement: 'fail',
      why: 'ConnectTimeout',
    });
  });

  test('"what changed" has those that are not reached any more, and Bedrock, which never was, is not among them', () => {
    const rows = of(WHAT_CHANGED);
    expect(new Set(rows.map(({ target }) => target))).toEqual(
      new Set(TARGET_IDS.filter((id) => id !== 'bedrock-runtime')),
    );
    expect(rows[0]).toMatchObject({ before: 'eigw', after: 'none', ways: 2 });
  });

  test('"since when" has a row for each path, the present one first, with the time of its first run', () => {
    const rows = of(SINCE_WHEN).filter(
      ({ target, availabilityZone }) => target === 's3' && availabilityZone === zones[0],
    );
    expect(rows.map(({ path, runs }) => [path, runs])).toEqual([
      ['none', 1],
      ['eigw', 1],
    ]);
    expect(String(rows[0]?.since) > String(rows[1]?.since)).toBe(true);
  });

  test('"failures by cause" says what to do', () => {
    const rows = of(FAILURES);
    const s3 = rows.find((row) => row.target === 's3');
    expect(s3).toMatchObject({
      'cause.code': 'ConnectTimeout',
      runs: 2,
      help: expect.stringContaining('route ::/0'),
    });
    expect(rows.find((row) => row.target === 'bedrock-runtime')).toMatchObject({ runs: 4 });
  });

  test('"last reports" has the latest first', () => {
    const rows = of(LAST_REPORTS);
    expect(rows.map(({ asExpected }) => asExpected)).toEqual([false, false, true, true]);
    expect(rows[0]?.sentence).toContain('0 of 10 targets');
  });

  test('"last run" after a good run does not show the cause of the run before it', () => {
    const healthy = records.slice(0, records.findIndex(({ record }) => record === 'summary') + 1);
    const rows = runQuery(LAST_RUN.lines, [...records, ...healthy]);
    const s3 = rows.filter(({ target, judgement }) => target === 's3' && judgement === 'pass');
    expect(s3.map(({ why, way }) => [why, way])).toEqual([['-', 'eigw']]);
    expect(rows.filter(({ address }) => address === undefined)).toEqual([]);
  });

  test('what Logs Insights does not take is refused: two fields to sort by, and an alias that is a function', () => {
    expect(() => runQuery(['sort target asc, path asc'], records)).toThrow('one field only');
    expect(() => runQuery(['stats latest(path) as now by target'], records)).toThrow('name of a function');
    expect(() => runQuery(['stats count_distinct(path) as x by target'], records)).toThrow('does not know');
  });

  test('a command that the evaluator does not know is refused', () => {
    expect(() => runQuery(['dedup target'], records)).toThrow('does not know the command');
    expect(() => runQuery(['filter target like /s3/'], records)).toThrow('does not know the condition');
    expect(() => runQuery(['stats pct(x, 50) as y by target'], records)).toThrow(
      'does not know the aggregation',
    );
  });
});

describe.skipIf(refused !== null).each(QUERIES)('the query "$name"', ({ source, lines }) => {
  const columns = new Set(FLOW_LOG_FIELDS.map((field) => field.replaceAll('-', '_')));

  test('reads fields that records have', () => {
    const known =
      source === 'probes' ? new Set(records.flatMap((record) => Object.keys(flatten(record)))) : columns;
    const unknown = fieldsIn(lines).filter((field) => !known.has(field));
    expect(unknown).toEqual([]);
  });

  test('would be found out if a field were renamed', () => {
    expect(fieldsIn([...lines, 'sort renamed asc'])).toContain('renamed');
  });
});

const WORDS = new Set(
  'filter stats fields sort limit as by asc desc and or latest earliest count countDistinct sum'.split(' '),
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
