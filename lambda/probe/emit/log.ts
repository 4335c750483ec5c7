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

/**
 * Written where there is nothing: what `latest(field)` gives over events some of which lack the field is not
 * documented (CloudWatch Logs User Guide, "stats"), so that every record has every field that a query reads.
 */
const NOTHING = '-';
const NO_CAUSE = { code: NOTHING, message: NOTHING, remedy: NOTHING };

function recordsOf(run: Run) {
  return run.targets.map(({ attempts, id, cause, witness, ...target }) => {
    const operations = decisiveOf(target.expect, attempts).operations;
    const last = operations.at(-1);
    return {
      record: 'target',
      ...origin(run),
      target: id,
      ...target,
      cause: cause ?? NO_CAUSE,
      witness: witness ?? NOTHING,
      host: last?.host ?? NOTHING,
      remoteAddress: last?.remoteAddress ?? NOTHING,
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
