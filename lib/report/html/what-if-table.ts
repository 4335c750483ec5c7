/** The targets of `what-if` with their ways through the three networks, and where each was found. */
import { callerInWords } from '../caller-in-words.ts';
import type { CodeWays, Way, WhatIfNeed, WhatIfRow } from '../inputs/what-if.ts';
import { html, type Markup } from './markup.ts';
import { tomorrowOf, wayInWords } from './picture/what-if-scene.ts';

export function whatIfTable(rows: readonly WhatIfRow[]): Markup {
  const line = (row: WhatIfRow, index: number) => html`<tr data-target="${index}">
<th scope="row"><button type="button" aria-controls="evidence-${index}" aria-expanded="false">${row.target}${callerInWords(row.caller)}</button><br><span class="whose">${row.workloads.join(', ')}</span></th>
${cell('Today', row.today)}${cell('Tomorrow', tomorrowOf(row))}<td data-label="Needs" class="${NEEDS[row.needs].look}">${NEEDS[row.needs].words}</td></tr>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Targets"><table class="cards">
<thead><tr><th scope="col">Target, and who calls it</th><th scope="col">Today</th><th scope="col">Tomorrow</th><th scope="col">Needs</th></tr></thead>
<tbody>${rows.map(line)}</tbody></table></div>`;
}

const NEEDS: Readonly<Record<WhatIfNeed, { readonly look: string; readonly words: string }>> = {
  nothing: { look: 'pass', words: 'nothing' },
  code: { look: 'pass', words: 'the line of code' },
  network: { look: 'pass', words: 'IPv6' },
  'network-and-code': { look: 'pass', words: 'IPv6 and the line of code' },
  paid: { look: 'fail', words: 'breaks: only a way that costs money keeps it' },
  broken: { look: 'inconclusive', words: 'broken today too' },
  unknown: { look: 'inconclusive', words: 'not known' },
};

/** @param day what stands beside it in a narrow window, in place of the column's head */
function cell(day: string, way: Way): Markup {
  const { look, words } = wayInWords(way);
  return html`<td data-label="${day}" class="${look.name}">${look.mark} ${words}</td>`;
}

export function whatIfEvidence(rows: readonly WhatIfRow[]): Markup {
  return html`<section aria-live="polite"><h2>Evidence</h2>${rows.map(article)}</section>`;
}

function article({ target, foundIn, workloads, ...row }: WhatIfRow, index: number): Markup {
  const { today, withoutNat, withIpv6, cause } = row;
  return html`<article class="evidence" id="evidence-${index}" data-target="${index}"><h3>${target}</h3>
<dl class="ways"><dt>called by</dt><dd>${workloads.join(', ')}</dd>
<dt>found in</dt><dd>${foundIn.length === 0 ? 'named by you, or for demonstration' : foundIn.join('; ')}</dd>
<dt>today</dt><dd>${wayInWords(today).words}</dd>
<dt>without NAT gateways</dt><dd>${waysInWords(withoutNat)}</dd>
<dt>with IPv6, without NAT gateways</dt><dd>${waysInWords(withIpv6)}</dd></dl>
${cause ? html`<p class="cause edge-${NEEDS[row.needs].look}"><strong>${cause.code}</strong> ${cause.message}<br>→ ${cause.remedy}</p>` : null}</article>`;
}

function waysInWords({ unchanged, dualStack }: CodeWays): string {
  const asIs = wayInWords(unchanged).words;
  if (dualStack === null || dualStack === unchanged) return asIs;
  return `${asIs}; of code that asks for dual-stack endpoints: ${wayInWords(dualStack).words}`;
}
