/** What to change before the NAT gateways go: in the infrastructure, by hand, and in whose code. */
import type { PlannedChange, WhatIf, WhatIfRow } from '../inputs/what-if.ts';
import { html, type Markup } from './markup.ts';

export function whatIfChanges({ changes, obstacles, rows }: WhatIf): Markup | null {
  const parts = [...infrastructure(changes), ...byHand(obstacles), ...code(rows), ...causes(rows)];
  return parts.length === 0 ? null : html`<h2>What to change</h2>${parts}`;
}

function infrastructure(changes: readonly PlannedChange[]): Markup[] {
  if (changes.length === 0) return [];
  return [
    html`<section class="change"><h3>In the infrastructure, all free</h3><ol>${changes.map(change)}</ol></section>`,
  ];
}

function change({ logicalId, what, reason, commands = [] }: PlannedChange): Markup {
  const lines = commands.length === 0 ? null : codeBlock(commands.join('\n'));
  return html`<li><strong>${logicalId}</strong>: ${what}<br><span class="soft">${reason}</span>${lines}</li>`;
}

function byHand(obstacles: WhatIf['obstacles']): Markup[] {
  if (obstacles.length === 0) return [];
  const items = obstacles.map(({ logicalId, why }) => html`<li><strong>${logicalId}</strong>: ${why}</li>`);
  return [html`<section class="change"><h3>By hand</h3><ul>${items}</ul></section>`];
}

/** Once for all targets that need the same, in the languages of their workloads. */
function code(rows: readonly WhatIfRow[]): Markup[] {
  const groups = Map.groupBy(
    rows.filter(({ line }) => line !== null),
    ({ line, advice }) => JSON.stringify([line, advice?.lines]),
  );
  return [...groups.values()].map((group) => {
    const line = group[0]?.line ?? '';
    const whose = distinct(group.flatMap(({ workloads }) => workloads)).join(', ');
    const traps = distinct(group.flatMap(({ advice }) => advice?.traps ?? []));
    return html`<section class="change"><h3>In the code${whose === '' ? null : html` of ${whose}`}</h3>
${codeBlock(line)}<p class="soft">For ${distinct(group.map(({ target }) => target)).join(', ')}</p>
${(group[0]?.advice?.lines ?? []).flatMap((each) => inLanguage(each, line))}
${traps.length === 0 ? null : html`<ul>${traps.map((trap) => html`<li>${trap}</li>`)}</ul>`}</section>`;
  });
}

type Lines = NonNullable<WhatIfRow['advice']>['lines'][number];

function inLanguage({ title, client, all }: Lines, line: string): Markup[] {
  const named = [
    { whose: 'one client', text: client },
    { whose: 'all clients', text: all },
  ].filter(({ text }) => text !== line);
  return named.map(({ whose, text }) => html`<p>${title}, ${whose}:</p>${codeBlock(text)}`);
}

/** Its lines stay apart. */
function codeBlock(text: string): Markup {
  const lines = text
    .split('\n')
    .map((line, index) => html`${index === 0 ? null : NEW_LINE}${line.trimEnd()}`);
  return html`<pre tabindex="0"><code>${lines}</code></pre>`;
}

const NEW_LINE: Markup = { markup: '\n' };

/** What these changes do not fix. */
function causes(rows: readonly WhatIfRow[]): Markup[] {
  const open = rows.filter(({ cause }) => cause !== null);
  const groups = Map.groupBy(open, ({ cause }) => JSON.stringify(cause));
  return [...groups.values()].map((group) => {
    const { code: name = '', message = '', remedy = '' } = group[0]?.cause ?? {};
    return html`<section class="change"><h3>${name}: ${distinct(group.map(({ target }) => target)).join(', ')}</h3>
<p>${remedy}</p><p class="soft">${message}</p></section>`;
  });
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
