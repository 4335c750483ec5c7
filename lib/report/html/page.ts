/** The HTML report: one file that loads nothing, and in which everything observed is text. */
import { placeName } from '../../../lambda/report/place-name.ts';
import type { Report, Run, Target } from '../../../lambda/report/report-schema.ts';
import { PHASES } from '../../../lambda/report/vocabulary.ts';
import type { DrawnNetwork } from '../inputs/network.ts';
import { outcomeInWords, withoutNatInWords, witnessInWords } from '../outcome-in-words.ts';
import { ANSWERS, pullLines, pullsGroups } from '../pulls.ts';
import { routeInWords } from '../route-in-words.ts';
import { workloadInWords } from '../workload-in-words.ts';
import { changes, money, places } from './conclusion.ts';
import { dateInWords } from './date.ts';
import { documentOf } from './document.ts';
import { evidence, scaleOf } from './evidence.ts';
import { lookOf } from './look.ts';
import { html, type Markup } from './markup.ts';
import { networkInReport } from './network.ts';
import { LEGEND, picture } from './picture.ts';
import { type Row, rowsOf } from './rows.ts';

/** @param network what the picture shows. @default - what the report itself knows of its network */
export function renderPage(report: Report, network: DrawnNetwork = networkInReport(report)): string {
  const { runs, summary } = report;
  const rows = rowsOf(report);
  const scales = runs.map(scaleOf);
  const title = `${runs[0]?.region ?? 'report'}, ${dateInWords(runs[0]?.startedAt ?? '')}`;
  const body = html`<header>
<h1>What needs no NAT gateway</h1>
<p class="sentence">${summary.sentence}</p>
</header>
<main>
${money(report)}
${changes(report)}
<h2>The network, and each target's path</h2>
<div class="scroll picture" tabindex="0" role="region" aria-label="Picture of the network">${picture(report, rows, network)}</div>
${LEGEND}
<h2>Targets</h2>
<p class="soft">Point at a target, or move to it with the keyboard, to highlight its path and to show its evidence below.</p>
${table(report, rows)}
${demonstrations(report)}
${pullsOf(report)}
<h2>Where and when</h2>
${places(runs, runLine)}
<section aria-live="polite">
<h2>Evidence</h2>
${PHASES.map(key)}
${rows.map((row, index) => article(report, row, { index, scales }))}
</section>
</main>`;
  return documentOf(title, body);
}

function runLine(run: Run): Markup {
  const { network, startedAt, source, lab } = run;
  const seen = source.address === null ? 'source address unknown' : `seen as ${source.address}`;
  const world = lab
    ? html`; lab, world ${lab.world}${lab.referee.agrees ? ', the kernel confirms every claim' : ', the kernel disagrees'}`
    : null;
  return html`<p class="soft">${placeLine(run)}: ${routeInWords(network.route)}; ${seen}, ${dateInWords(startedAt)}${world}</p>`;
}

function placeLine(run: Run): string {
  const { network, region } = run;
  const zone = network.availabilityZone ?? region;
  const workload = workloadInWords(run);
  if (!workload) return `${zone}, ${network.subnetId ?? 'unknown subnet'}`;
  return [workload.title, zone, ...workload.place].join(', ');
}

/** Built-in targets that show a stranger's network: apart from the user's own, and without evidence. */
function demonstrations({ runs }: Report): Markup | null {
  const ids = [...new Set(runs.flatMap((run) => (run.demonstrations ?? []).map(({ id }) => id)))];
  if (ids.length === 0) return null;
  const heads = runs.map((run) => html`<th scope="col">${placeName(run)}</th>`);
  const line = (id: string) =>
    html`<tr><th scope="row">${id}</th>${runs.map((run) => demonstration(id, run))}</tr>`;
  return html`<h2>Built-in targets</h2>
<p class="soft">They are not yours: they show the network, and count nowhere.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Built-in targets"><table>
<thead><tr><th scope="col">Target</th>${heads}</tr></thead><tbody>${ids.map(line)}</tbody></table></div>`;
}

function demonstration(id: string, { demonstrations: shown = [] }: Run): Markup {
  const target = shown.find((each) => each.id === id);
  return target ? cell(target) : untried(1);
}

function table({ runs }: Report, rows: readonly Row[]): Markup {
  const heads = runs.map((run) => html`<th scope="col">${placeName(run)}</th>`);
  const line = ({ id, results }: Row, index: number) => html`<tr data-target="${index}" data-path="${id}">
<th scope="row"><button type="button" aria-controls="evidence-${index}" aria-expanded="false">${id}</button></th>${cells(results, runs.length)}</tr>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Targets"><table>
<thead><tr><th scope="col">Target</th>${heads}</tr></thead><tbody>${rows.map(line)}</tbody></table></div>`;
}

/** Neighbouring runs that did not try the target share a cell: the runs of many Regions may have few targets in common. */
function cells(results: Row['results'], columns: number): Markup[] {
  let next = 0;
  const tried = [...results].flatMap(([run, target]) => {
    const parts = [untried(run - next), cell(target)];
    next = run + 1;
    return parts;
  });
  return [...tried, untried(columns - next)];
}

function untried(columns: number): Markup {
  if (columns === 0) return html``;
  return columns === 1 ? html`<td>not tried</td>` : html`<td colspan="${columns}">not tried</td>`;
}

function cell({ verdict, path, cause, witness, withoutNat }: Target): Markup {
  const look = lookOf({ verdict, path });
  const why = cause?.code ?? (witness ? witnessInWords(witness) : '');
  return html`<td class="${look.name}">${look.mark} ${outcomeInWords(verdict, path)}${why === '' ? null : `, ${why}`}${withoutNat ? `; ${withoutNatInWords(withoutNat)}` : null}</td>`;
}

function key(phase: string): Markup {
  return html`<span class="key"><svg width="14" height="14" aria-hidden="true"><rect width="14" height="14" class="${phase}"/></svg> ${phase}</span>`;
}

interface Numbered {
  readonly index: number;
  /** The scale of each run's bars. */
  readonly scales: readonly number[];
}

function article({ runs }: Report, { id, results }: Row, { index, scales }: Numbered): Markup {
  const parts = [...results].flatMap(([number, target]) => {
    const run = runs[number];
    return run ? [evidence(run, target, scales[number] ?? 1)] : [];
  });
  return html`<article class="evidence" id="evidence-${index}" data-target="${index}"><h3>${id}</h3>${parts}</article>`;
}

/** What the pulls mean; nothing where none was tried. */
function pullsOf({ runs }: Report): readonly Markup[] {
  return pullsGroups(runs).map(
    ({ heading, pulls }) => html`<h2>Containers without IPv4</h2>
<p class="soft">${heading}</p>
<ul>${pullLines(pulls).map(({ container, answer, explanation }) => html`<li>${container}: <strong>${ANSWERS[answer]}</strong>: ${explanation}</li>`)}</ul>`,
  );
}
