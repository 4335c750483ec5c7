/** The page of `natless what-if`: the conclusion, the money, what to change, and today beside tomorrow. */
import { count } from '../../count.ts';
import { usd } from '../../prices/usd.ts';
import { groundsInWords } from '../grounds.ts';
import type { Way, WhatIf, WhatIfMoney, WhatIfRow } from '../inputs/what-if.ts';
import { documentOf } from './document.ts';
import { html, type Markup } from './markup.ts';

export function renderWhatIfPage(answer: WhatIf): string {
  const { sentence, money, changes, obstacles, rows, records, disagreements, region } = answer;
  return documentOf(
    `what if, ${region}`,
    html`<header><h1>What happens when the NAT gateways go</h1>
<p class="sentence">${sentence}</p></header>
<main>
${money ? moneyOf(money) : null}
${codeOf(rows)}
${list(
  'What to change in the infrastructure, all free',
  changes.map(
    ({ logicalId, what, reason }) =>
      html`<strong>${logicalId}</strong>: ${what}<br><span class="soft">${reason}</span>`,
  ),
)}
${list(
  'What to do by hand',
  obstacles.map(({ logicalId, why }) => html`<strong>${logicalId}</strong>: ${why}`),
)}
<h2>Today and tomorrow</h2>
<div class="days">${day('Today', rows, ({ today }) => today)}${day('Tomorrow, with IPv6 and without NAT gateways', rows, tomorrowOf)}</div>
${list('What breaks or is not known', causesOf(rows))}
${list('The evidence', [...disagreements.map((each) => html`the kernel disagrees: ${each}`), ...(answer.confirmed ? [html`The kernel's counters confirm all three runs.`] : []), ...groundsInWords(records).map((words) => html`Names in the lab: ${words}`)])}
</main>`,
  );
}

function moneyOf(money: WhatIfMoney): Markup {
  const { hoursUsd, addressesUsd, dataUsd, neededFor } = money;
  const data = dataUsd === null ? ', and the data that passes' : ` + ${usd(dataUsd)} data`;
  const today = hoursUsd + addressesUsd + (dataUsd ?? 0);
  return html`<h2>Money</h2><p class="soft">At list prices of ${money.region} (${money.pricesOf}), in USD a month.</p>
<dl class="money"><dt>today</dt><dd>${usd(today)}: ${count(money.natGateways, 'NAT gateway')}, ${usd(hoursUsd)} hours + ${usd(addressesUsd)} addresses${data}</dd>
<dt>needed</dt><dd>${usd(money.neededUsd)}${neededFor === null ? null : `: ${neededFor}`}</dd>
<dt>saved</dt><dd><strong>${usd(money.savedMonthUsd)}</strong>, ${usd(money.savedYearUsd)} a year</dd></dl>`;
}

function codeOf(rows: readonly WhatIfRow[]): Markup[] {
  const lines = Map.groupBy(rows, ({ line }) => line);
  return [...lines].flatMap(([line, group]) => {
    if (line === null) return [];
    const whose = distinct(group.flatMap(({ workloads }) => workloads)).join(', ');
    return [
      html`<section class="change"><h2>What to change in the code${whose === '' ? null : html` of ${whose}`}</h2>
<pre tabindex="0"><code>${line}</code></pre><p class="soft">For ${distinct(group.map(({ target }) => target)).join(', ')}</p></section>`,
    ];
  });
}

function list(title: string, items: readonly Markup[]): Markup | null {
  if (items.length === 0) return null;
  return html`<h2>${title}</h2><ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

/** With the line of code where one is needed. */
function tomorrowOf({ withIpv6, line }: WhatIfRow): Way {
  return line === null ? withIpv6.unchanged : (withIpv6.dualStack ?? withIpv6.unchanged);
}

const WAYS: Readonly<Record<Way, readonly [look: string, words: string]>> = {
  nat: ['neutral', '• NAT gateway'],
  eigw: ['pass', '✓ egress-only internet gateway'],
  'vpc-endpoint': ['neutral', '• VPC endpoint'],
  igw: ['neutral', '• internet gateway'],
  none: ['fail', '✗ no way'],
  unknown: ['inconclusive', '? not known'],
};

function day(title: string, rows: readonly WhatIfRow[], wayOf: (row: WhatIfRow) => Way): Markup {
  const line = (row: WhatIfRow) => {
    const [look, words] = WAYS[wayOf(row)];
    return html`<tr><th scope="row">${row.target}</th><td class="${look}">${words}</td></tr>`;
  };
  return html`<section><h3>${title}</h3><table><thead><tr><th scope="col">Target</th><th scope="col">By way of</th></tr></thead><tbody>${rows.map(line)}</tbody></table></section>`;
}

function causesOf(rows: readonly WhatIfRow[]): Markup[] {
  return rows.flatMap(({ target, cause }) =>
    cause ? [html`<strong>${cause.code}</strong> ${target}: ${cause.message}<br>→ ${cause.remedy}`] : [],
  );
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
