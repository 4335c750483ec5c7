/**
 * Writes the results to CloudWatch Logs: one JSON record per target and one for the summary. They go to
 * standard output directly, since Lambda's `console.log` would put a prefix before the JSON.
 */
import { decisiveOf } from '../../report/judge/decisive.ts';
import { plainJson } from '../../report/plain-text.ts';
import type { Report, Run } from '../../report/report-schema.ts';
import { SCHEMA_VERSION } from '../../report/vocabulary.ts';

export function logReport(report: Report, write: (line: string) => void): void {
  for (const run of report.runs) {
    for (const record of recordsOf(run)) write(`${plainJson(record)}\n`);
    write(`${plainJson(summaryRecord(run, report))}\n`);
  }
}

function recordsOf(run: Run) {
  return run.targets.map(({ attempts, id, ...target }) => {
    const operations = decisiveOf(target.expect, attempts).operations;
    const last = operations.at(-1);
    return {
      record: 'target',
      ...origin(run),
      target: id,
      ...target,
      host: last?.host ?? null,
      remoteAddress: last?.remoteAddress ?? null,
      phasesMs: last?.phasesMs ?? null,
      operations,
    };
  });
}

function summaryRecord(run: Run, { summary }: Report) {
  return {
    record: 'summary',
    ...origin(run),
    durationMs: run.durationMs,
    source: run.source,
    route: run.network.route,
    controls: run.controls,
    ...summary,
  };
}

function origin({ startedAt, region, network }: Run) {
  return {
    schemaVersion: SCHEMA_VERSION,
    startedAt,
    region,
    subnetId: network.subnetId,
    availabilityZone: network.availabilityZone,
  };
}
