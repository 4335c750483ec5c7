/** The evidence for a target: each operation of its attempts with its addresses, and its phases as bars. */

import { placeName } from '../../../lambda/report/place-name.ts';
import type { Attempt, Operation, Run, Target } from '../../../lambda/report/report-schema.ts';
import { PHASES } from '../../../lambda/report/vocabulary.ts';
import { outcomeInWords, targetInWords, withoutNatInWords, witnessInWords } from '../outcome-in-words.ts';
import { type Look, lookOf } from './look.ts';
import { html, type Markup } from './markup.ts';

const BAR = { width: 320, height: 14 } as const;

/** @param scale the run's, in milliseconds: {@link scaleOf} */
export function evidence(run: Run, target: Target, scale: number): Markup {
  const { cause, warnings, advice, witness, withoutNat, withoutNatBecause = '' } = target;
  return html`<h4>${placeName(run)}: ${targetInWords(target)}${witness ? `, ${witnessInWords(witness)}` : null}</h4>
${withoutNat ? html`<p class="advice">${capital(withoutNatInWords(withoutNat))}: ${withoutNatBecause}</p>` : null}
${cause ? causeOf(cause, lookOf(target).name) : null}${warnings.map((each) => causeOf(each, 'inconclusive'))}
${advice ? html`<p class="advice">Advice: ${advice.kind}${advice.line ? html` <code>${advice.line}</code>` : null}; ${advice.explanation}</p>` : null}
${target.attempts.map((attempt) => attemptOf(attempt, scale))}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @param look whose colour its edge has */
function causeOf({ code, message, remedy }: NonNullable<Target['cause']>, look: Look['name']): Markup {
  return html`<p class="cause edge-${look}"><strong>${code}</strong> ${message}<br>→ ${remedy}</p>`;
}

function attemptOf({ mode, path, outcome, operations }: Attempt, scale: number): Markup {
  return html`<div class="attempt"><h5>${mode}: ${outcomeInWords(outcome, path)}</h5>
${operations.length === 0 ? html`<p>No operation was started.</p>` : null}
${operations.map((operation) => operationOf(operation, scale))}</div>`;
}

function operationOf(operation: Operation, scale: number): Markup {
  const { name, host, port, remoteAddress, localAddress, httpStatus, error, phasesMs } = operation;
  const times = PHASES.filter((phase) => phasesMs[phase] !== null).map(
    (phase, index) =>
      html`${index === 0 ? null : ', '}<span class="whole">${phase} ${phasesMs[phase]} ms</span>`,
  );
  return html`<p class="operation">${name} to ${host}${port === 443 ? null : `:${port}`}${remoteAddress ? html` <code>${localAddress ?? ''} → ${remoteAddress}</code>` : null}${httpStatus === null ? null : `, HTTP ${httpStatus}`}${error ? html`, <strong>${error.code}</strong> ${error.message}` : null}<br>
${bar(operation, scale)}<span class="times">${times}</span></p>`;
}

/** One bar on the scale of the run's slowest operation. */
function bar({ phasesMs }: Operation, scale: number): Markup {
  let x = 0;
  const parts = PHASES.map((phase) => {
    const width = ((phasesMs[phase] ?? 0) / scale) * BAR.width;
    const part = html`<rect x="${round(x)}" y="0" width="${round(width)}" height="${BAR.height}" class="${phase}"/>`;
    x += width;
    return part;
  });
  return html`<svg class="bar" width="${BAR.width}" height="${BAR.height}" viewBox="0 0 ${BAR.width} ${BAR.height}" aria-hidden="true">${parts}</svg>`;
}

/** How long the run's slowest operation took, for the bars of all its targets. */
export function scaleOf({ targets }: Run): number {
  const sums = targets.flatMap(({ attempts }) =>
    attempts.flatMap(({ operations }) =>
      operations.map(({ phasesMs }) => PHASES.reduce((sum, phase) => sum + (phasesMs[phase] ?? 0), 0)),
    ),
  );
  return sums.reduce((longest, sum) => Math.max(longest, sum), 1);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
