/** The table of results: a column for each place that differs, or, where these are many, each result with its places. */
import { placeName } from '../../../lambda/report/place-name.ts';
import type { Report, Run, Target } from '../../../lambda/report/report-schema.ts';
import { listed } from '../listed.ts';
import { expectedInWords, targetInWords, withoutNatInWords, witnessInWords } from '../outcome-in-words.ts';
import { lookOf } from './look.ts';
import { html, type Markup } from './markup.ts';
import type { Row } from './rows.ts';

/** More columns leave no room for their words. */
const COLUMNS = 6;

/** Places in which all targets have the same results. */
export interface Column {
  /** The indices of their runs. */
  readonly runs: readonly number[];
  readonly name: string;
}

export interface Columns {
  /** In the order of the report. */
  readonly list: readonly Column[];
  /** The index of the column that has a run. */
  readonly ofRun: ReadonlyMap<number, number>;
}

export function columnsOf(runs: readonly Run[]): Columns {
  const groups = [...Map.groupBy(runs.keys(), (index) => shownOf(runs[index])).values()];
  const list = groups.map((group) => ({ runs: group, name: namesOf(group, runs) }));
  return { list, ofRun: new Map(list.flatMap((column, at) => column.runs.map((run) => [run, at]))) };
}

function shownOf(run: Run | undefined): string {
  const { targets = [], demonstrations = [] } = run ?? {};
  return JSON.stringify([...targets, ...demonstrations].map((target) => [target.id, cellOf(target).words]));
}

function namesOf(indices: readonly number[], runs: readonly Run[]): string {
  return listed(indices.flatMap((index) => runs[index] ?? []).map(placeName));
}

export function resultsTable({ runs }: Report, rows: readonly Row[], columns: Columns): Markup {
  const isWide = columns.list.length <= COLUMNS;
  const heads = isWide ? columns.list.map(head) : html`<th scope="col">Results, and where</th>`;
  const cellsOf = ({ results }: Row) => (isWide ? cells(results, columns) : resultsIn(results, runs));
  const line = (row: Row, index: number) => html`<tr data-target="${index}">
<th scope="row"><button type="button" aria-controls="evidence-${index}" aria-expanded="false">${row.id}</button></th>${cellsOf(row)}</tr>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Targets"><table>
<thead><tr><th scope="col">Target</th>${heads}</tr></thead><tbody>${rows.map(line)}</tbody></table></div>`;
}

function head({ name }: Column): Markup {
  return html`<th scope="col">${name}</th>`;
}

/** Neighbouring columns that did not try the target share a cell. */
function cells(results: Row['results'], { list, ofRun }: Columns): Markup[] {
  let next = 0;
  const tried = [...results].flatMap(([run, target]) => {
    const column = ofRun.get(run) ?? 0;
    if (column < next) return [];
    const parts = [untried(column - next), cell(target)];
    next = column + 1;
    return parts;
  });
  return [...tried, untried(list.length - next)];
}

/** All in one cell; places that did not try the target are left out. */
function resultsIn(results: Row['results'], runs: readonly Run[]): Markup {
  const groups = Map.groupBy(results, ([, target]) => cellOf(target).words);
  const lines = [...groups].map(([words, group]) => {
    const look = group[0] ? cellOf(group[0][1]).look : 'inconclusive';
    const where = namesOf(
      group.map(([run]) => run),
      runs,
    );
    return html`<p class="${look}">${words} <span class="whose">${where}</span></p>`;
  });
  return html`<td>${lines}</td>`;
}

/** Built-in targets that show a stranger's network: apart from the user's own, and without evidence. */
export function demonstrations({ runs }: Report): Markup | null {
  const shown = runs.flatMap((run, index) =>
    (run.demonstrations ?? []).map((target): [string, [number, Target]] => [target.id, [index, target]]),
  );
  if (shown.length === 0) return null;
  const lines = [...Map.groupBy(shown, ([id]) => id)].map(
    ([id, group]) =>
      html`<tr><th scope="row">${id}</th>${resultsIn(new Map(group.map(([, result]) => result)), runs)}</tr>`,
  );
  return html`<h2>Built-in targets</h2>
<p class="soft">They are not yours: they show the network, and count nowhere.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Built-in targets"><table>
<thead><tr><th scope="col">Target</th><th scope="col">Results, and where</th></tr></thead><tbody>${lines}</tbody></table></div>`;
}

function untried(columns: number): Markup {
  if (columns === 0) return html``;
  return columns === 1 ? html`<td>not tried</td>` : html`<td colspan="${columns}">not tried</td>`;
}

function cell(target: Target): Markup {
  const { look, words } = cellOf(target);
  return html`<td class="${look}">${words}</td>`;
}

function cellOf(target: Target) {
  const { withoutNat } = target;
  const { name, mark } = lookOf(target);
  const why = reasonOf(target);
  const parts = [`${mark} ${targetInWords(target)}`, ...(why === '' ? [] : [why])].join(', ');
  return { look: name, words: withoutNat ? `${parts}; ${withoutNatInWords(withoutNat)}` : parts };
}

/** That an endpoint keeps it has a word of its own, and needs no cause. */
function reasonOf(target: Target): string {
  const { cause, witness } = target;
  if (cause && expectedInWords(target) !== 'kept') return cause.code;
  return witness ? witnessInWords(witness) : '';
}
