/** What a reader of the page needs first: the conclusion, the money, and what to change in whose code. */

import { placeName } from '../../../lambda/report/place-name.ts';
import type { Report, Run, Target } from '../../../lambda/report/report-schema.ts';
import { foldCauses } from '../folded-causes.ts';
import { plansOf } from '../plan.ts';
import { savingsInWords } from '../savings-in-words.ts';
import { html, type Markup } from './markup.ts';

/** Its words come from the terminal, where the causes stand above the money. */
export function money({ runs }: Report): Markup[] {
  // Many of the names that pulls try are only compared: what keeping them costs is not of interest.
  if (runs.some(({ pulls }) => pulls !== undefined)) return [];
  return plansOf(runs).flatMap((plan) => {
    const said = savingsInWords(plan);
    if (said === null) return [];
    const lines = said.lines.map(
      ({ label, sum, words }) =>
        html`<dt>${label}</dt><dd>${sum === '' ? null : html`<strong>${sum}</strong>`}${words.replace('causes above', 'causes below')}</dd>`,
    );
    return [
      html`<h2>Money</h2>
<p class="soft">At ${said.basis}.</p>
${said.unknown === null ? html`<dl class="money">${lines}</dl>` : html`<p>${said.unknown.replace('above', 'below')}</p>`}`,
    ];
  });
}

/** The lines to copy first, then what the network needs. */
export function changes({ runs }: Report): Markup | null {
  const code = codeChanges(runs);
  const network = networkChanges(runs);
  if (code.length + network.length === 0) return null;
  return html`<h2>What to change</h2>${code}${network}`;
}

interface Advised {
  readonly target: string;
  readonly whose: string | null;
  readonly advice: NonNullable<Target['advice']>;
}

function codeChanges(runs: readonly Run[]): Markup[] {
  const advised = runs.flatMap((run) =>
    run.targets.flatMap(({ id, advice }): Advised[] =>
      advice && advice.line !== null ? [{ target: id, whose: whoseCode(run), advice }] : [],
    ),
  );
  const groups = Map.groupBy(advised, ({ advice: { line, explanation } }) => `${line}\n${explanation}`);
  return [...groups.values()].map((group) => {
    const targets = distinct(group.map(({ target }) => target)).join(', ');
    const whose = distinct(group.flatMap((each) => each.whose ?? [])).join('; ');
    const [first] = group;
    return html`<section class="change"><h3>${whose === '' ? 'Your code' : `The code of ${whose}`}, for ${targets}</h3>
<pre tabindex="0"><code>${first?.advice.line ?? ''}</code></pre>
<p class="soft">${first?.advice.explanation ?? ''}</p></section>`;
  });
}

/** The workload in whose place the probe stood; null where it stood in no one's. */
function whoseCode(run: Run): string | null {
  const { kind, logicalIds } = run.lab?.workload ?? { kind: 'own', logicalIds: [] };
  return kind === 'own' || logicalIds.length === 0 ? null : placeName(run);
}

function networkChanges(runs: readonly Run[]): Markup[] {
  const open = foldCauses(runs).filter(({ severity }) => severity !== 'expected');
  return open.map(
    ({ cause, subjects, severity }) =>
      html`<section class="change"><h3>${cause.code}${severity === 'warning' ? ' (warning)' : null}: ${subjects.join(', ')}</h3>
<p>${cause.remedy}</p><p class="soft">${cause.message}</p></section>`,
  );
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
