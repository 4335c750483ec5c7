/** The HTML report: one file that loads nothing, and in which everything observed is text. */
import type { Report } from '../../../lambda/report/report-schema.ts';
import { PHASES } from '../../../lambda/report/vocabulary.ts';
import type { DrawnNetwork } from '../inputs/network.ts';
import { ANSWERS, pullLines, pullsGroups } from '../pulls.ts';
import { changes, money } from './conclusion.ts';
import { dateInWords } from './date.ts';
import { documentOf } from './document.ts';
import { evidence, scaleOf } from './evidence.ts';
import { html, type Markup } from './markup.ts';
import { networkInReport } from './network.ts';
import { networkInWords } from './network-in-words.ts';
import { LEGEND } from './picture/legend.ts';
import { picture } from './picture/picture.ts';
import { reportScene } from './picture/report-scene.ts';
import { places } from './places.ts';
import { type Column, type Columns, columnsOf, demonstrations, resultsTable } from './results-table.ts';
import { type Row, rowsOf } from './rows.ts';

/** @param network what the picture shows. @default - what the report itself knows of its network */
export function renderPage(report: Report, network: DrawnNetwork = networkInReport(report)): string {
  const { runs, summary } = report;
  const rows = rowsOf(report);
  const columns = columnsOf(runs);
  const scales = runs.map(scaleOf);
  const title = `${runs[0]?.region ?? 'report'}, ${dateInWords(runs[0]?.startedAt ?? '')}`;
  const body = html`<header>
<h1>What works without a NAT gateway</h1>
<p class="sentence">${summary.sentence}</p>
</header>
<main>
${money(report)}
${changes(report)}
<h2>The network, and each target's path</h2>
<div class="scroll picture" tabindex="0" role="region" aria-label="Picture of the network">${picture(reportScene(report, rows, network))}</div>
${LEGEND}
<h2>Targets</h2>
<p class="soft hint">Point at a target, or move to it with the keyboard, to highlight its path and to show its evidence below.</p>
${resultsTable(report, rows, columns)}
${demonstrations(report)}
${pullsOf(report)}
<h2>Where and when</h2>
${places(runs)}
${networkInWords([{ title: 'The network', network }])}
<section aria-live="polite">
<h2>Evidence</h2>
<p class="legend">${PHASES.map(key)}</p>
${rows.map((row, index) => article(report, row, { index, scales, columns }))}
</section>
</main>`;
  return documentOf(title, body);
}

function key(phase: string): Markup {
  return html`<span class="key"><svg width="14" height="14" aria-hidden="true"><rect width="14" height="14" class="${phase}"/></svg> ${phase}</span>`;
}

interface Numbered {
  readonly index: number;
  /** The scale of each run's bars. */
  readonly scales: readonly number[];
  readonly columns: Columns;
}

function article({ runs }: Report, { id, results }: Row, { index, scales, columns }: Numbered): Markup {
  const parts = [...results].flatMap(([number, target]) => {
    const run = runs[number];
    const column = columns.list[columns.ofRun.get(number) ?? 0];
    return run && column && isShown(number, column)
      ? [evidence(run, target, scales[number] ?? 1), others(column)]
      : [];
  });
  return html`<article class="evidence" id="evidence-${index}" data-target="${index}"><h3>${id}</h3>${parts}</article>`;
}

/** More runs with the same results say no more than the first of them. */
const ALIKE_SHOWN = 3;

function isShown(run: number, { runs }: Column): boolean {
  return runs.length <= ALIKE_SHOWN || run === runs[0];
}

function others({ runs }: Column): Markup {
  if (runs.length <= ALIKE_SHOWN) return html``;
  return html`<p class="soft">${runs.length - 1} more places have the same result, with times and addresses of their own: --json has them.</p>`;
}

/** What the pulls mean; nothing where none was tried. */
function pullsOf({ runs }: Report): readonly Markup[] {
  return pullsGroups(runs).map(
    ({ heading, pulls }) => html`<h2>Containers without IPv4</h2>
<p class="soft">${heading}</p>
<ul>${pullLines(pulls).map(({ container, answer, explanation }) => html`<li>${container}: <strong>${ANSWERS[answer]}</strong>: ${explanation}</li>`)}</ul>`,
  );
}
