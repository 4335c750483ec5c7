/** Answers one invocation: reads event and environment, runs the probe within the function's time-out, logs the report. */
import type { CatalogueReport } from '../report/catalogue/catalogue-schema.ts';
import { plainJson } from '../report/plain-text.ts';
import { pullTargets } from '../report/pulls/pull-targets.ts';
import type { Report } from '../report/report-schema.ts';
import type { UserTarget } from '../report/user-targets.ts';
import { SCHEMA_VERSION } from '../report/vocabulary.ts';
import { accountIn, type ProbeEnvironment, readEnvironment } from './environment.ts';
import { InvalidEvent, type ProbeEvent, parseEvent } from './event.ts';
import { REPORT_MARGIN_MS } from './limits.ts';
import { readSettingsTargets } from './user-targets/settings-targets.ts';

/** The part of Lambda's context that is used. */
export interface Context {
  getRemainingTimeInMillis(): number;
}

/** The answer to an event that the probe cannot act on: one sentence for each problem. */
interface Refusal {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly error: { readonly code: 'InvalidEvent'; readonly problems: readonly string[] };
}

interface AnswerOptions {
  /** Whether the report is also written as metrics. */
  readonly metrics: boolean;
}

export async function answer(
  event: unknown,
  context: Context,
  options: AnswerOptions = { metrics: true },
): Promise<Report | CatalogueReport | Refusal> {
  const signal = AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - REPORT_MARGIN_MS));
  try {
    const environment = readEnvironment(process.env);
    const settingsTargets = readSettingsTargets();
    const request = parseEvent(event, {
      settingsTargets,
      eventTargets: environment.eventTargets,
      pullTargets: () => pullTargets(environment.region, accountIn(environment), environment.image),
    });
    if (request.catalogue) {
      const { runCatalogue } = await import('./catalogue/run-catalogue.ts');
      return await runCatalogue(environment, signal);
    }
    const measured = options.metrics ? settingsTargets.filter((target) => target.metrics) : null;
    return await probe(request, environment, signal, measured);
  } catch (error) {
    if (error instanceof InvalidEvent) return refuse(error);
    throw error;
  }
}

/**
 * The rest is loaded only for a valid event, which keeps the entry light.
 * @param measured the user's targets whose metrics are written; null where none are written at all
 */
async function probe(
  request: ProbeEvent,
  environment: ProbeEnvironment,
  signal: AbortSignal,
  measured: readonly UserTarget[] | null,
): Promise<Report> {
  const { runProbe } = await import('./run.ts');
  const { reportOf } = await import('../report/judge/summary.ts');
  const { logReport } = await import('./emit/log.ts');
  const report = reportOf([await runProbe(request, environment, signal)]);
  logReport(report, (line) => process.stdout.write(line));
  if (measured) {
    const { emitMetrics } = await import('./emit/metrics.ts');
    for (const run of report.runs) emitMetrics(run, measured);
  }
  return report;
}

function refuse({ problems }: InvalidEvent): Refusal {
  const refusal: Refusal = { schemaVersion: SCHEMA_VERSION, error: { code: 'InvalidEvent', problems } };
  process.stdout.write(`${plainJson({ record: 'refusal', ...refusal })}\n`);
  return refusal;
}
