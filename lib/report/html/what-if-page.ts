/** The page of `natless what-if`: the conclusion, the money, what to change, today beside tomorrow, and the evidence. */
import { count } from '../../count.ts';
import { usd } from '../../prices/usd.ts';
import { groundsInWords, guessedIpv6 } from '../grounds.ts';
import type {
  EndpointAnswer,
  WhatIf,
  WhatIfEndpoints,
  WhatIfMoney,
  WhatIfNetworks,
  WhatIfOrigin,
} from '../inputs/what-if.ts';
import { dateInWords } from './date.ts';
import { documentOf } from './document.ts';
import { html, type Markup } from './markup.ts';
import { networkInWords } from './network-in-words.ts';
import { WHAT_IF_LEGEND } from './picture/legend.ts';
import { whatIfPicture } from './picture/picture.ts';
import { whatIfChanges } from './what-if-changes.ts';
import { whatIfEvidence, whatIfTable } from './what-if-table.ts';

/** @param networks what the picture shows */
export function renderWhatIfPage(
  answer: WhatIf,
  networks: WhatIfNetworks,
  { file, startedAt }: WhatIfOrigin,
): string {
  const when = dateInWords(startedAt);
  const { sentence, money, rows, region, canGo, endpoints } = answer;
  return documentOf(
    `what if, ${file}, ${region}, ${when}`,
    html`<header><h1>What happens when the NAT gateways go</h1>
<p class="soft">${file}, ${region}, <span class="whole">${when}</span></p>
<p class="sentence">${sentence}</p></header>
<main>
${money ? moneyOf(money, canGo === true) : null}
${instancesOf(answer)}
${endpoints ? endpointsOf(endpoints) : null}
${whatIfChanges(answer)}
<h2>Today and tomorrow</h2>
${whatIfPicture(answer, networks)}
${WHAT_IF_LEGEND}
<h2>Targets</h2>
${whatIfTable(rows)}
${list(
  'What may hide targets',
  answer.gaps.map(
    ({ logicalId, where, problem }) => html`<strong>${logicalId}</strong>, ${where}: ${problem}`,
  ),
)}
${networkInWords([
  { title: 'The network today', network: networks.today },
  { title: 'The network tomorrow', network: networks.tomorrow },
])}
${list('What the answer rests on', groundsOf(answer))}
${whatIfEvidence(rows)}
</main>`,
  );
}

function moneyOf(money: WhatIfMoney, isSure: boolean): Markup {
  const { hoursUsd, addressesUsd, dataUsd, neededFor } = money;
  const data = dataUsd === null ? ', and the data that passes (--nat-gb)' : ` + ${usd(dataUsd)} data`;
  const today = hoursUsd + addressesUsd + (dataUsd ?? 0);
  return html`<h2>Money</h2><p class="soft">At list prices of ${money.region} (${money.pricesOf}), in USD a month.</p>
<dl class="money"><dt>today</dt><dd>${usd(today)}: ${count(money.natGateways, 'NAT gateway')}, ${usd(hoursUsd)} hours + ${usd(addressesUsd)} addresses${data}</dd>
<dt>needed</dt><dd>${usd(money.neededUsd)}${neededFor === null ? null : `: ${neededFor}`}</dd>
<dt>saved</dt><dd>${isSure ? null : 'at most '}<strong>${usd(money.savedMonthUsd)}</strong>, ${usd(money.savedYearUsd)} a year, if these targets are all that your code needs</dd></dl>`;
}

/** The lab does not emulate them, and the price table does not have them. */
function instancesOf({ natInstances = [] }: WhatIf): Markup | null {
  if (natInstances.length === 0) return null;
  const names = natInstances.map(({ logicalId }) => logicalId).join(', ');
  return html`<p>NAT instances: <strong>${names}</strong>. The lab does not emulate them, so that the ways of today through them are not known, and what they cost is not counted.</p>`;
}

const ENDPOINT_LOOKS: Readonly<Record<EndpointAnswer['answer'], readonly [look: string, words: string]>> = {
  'can-go': ['pass', '✓ can go'],
  needed: ['fail', '✗ needed'],
  unknown: ['inconclusive', '? not known'],
};

function endpointsOf({ answers, savedMonthUsd, savedYearUsd, limits }: WhatIfEndpoints): Markup {
  return html`<h2>Interface endpoints, once the changes below are made</h2>
<ul>${answers.map(endpointItem)}</ul>
<p>Saved: <strong>${usd(savedMonthUsd)}</strong> a month, ${usd(savedYearUsd)} a year, beside what the NAT gateways save.</p>
${limits.length === 0 ? null : html`<p class="soft">Not covered: ${limits.join('; ')}.</p>`}`;
}

function endpointItem({
  logicalId,
  serviceName,
  answer,
  because,
  remedy,
  zones,
  monthUsd,
}: EndpointAnswer): Markup {
  const [look, words] = ENDPOINT_LOOKS[answer];
  const price =
    zones === null || monthUsd === null
      ? 'price unknown'
      : `${usd(monthUsd)} a month in ${count(zones, 'zone')}`;
  return html`<li><strong>${logicalId}</strong> (${serviceName}): <span class="${look}">${words}</span>, ${price}<br><span class="soft">${because}${remedy === null ? null : html`<br>→ ${remedy}`}</span></li>`;
}

function groundsOf({ confirmed, disagreements, written, records, notices }: WhatIf): Markup[] {
  const guessed = guessedIpv6(records);
  return [
    ...(confirmed ? [html`The kernel's counters confirm every run of the lab.`] : []),
    ...disagreements.map((each) => html`<strong>The kernel disagrees</strong>: ${each}`),
    ...(written
      ? [
          html`The changed template is the file ${written.file}, sha256 <code>${written.sha256}</code>: the answer comes from it.`,
        ]
      : []),
    ...groundsInWords(records).map((words) => html`Names in the lab: ${words}`),
    ...(guessed.length > 0 ? [html`Guessed by the name to have IPv6: ${guessed.join(', ')}`] : []),
    ...notices.map((notice) => html`${notice}`),
  ];
}

function list(title: string, items: readonly Markup[]): Markup | null {
  if (items.length === 0) return null;
  return html`<h2>${title}</h2><ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}
