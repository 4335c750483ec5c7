/** What the colours and marks of a picture mean. */
import { html, type Markup } from '../markup.ts';

type Words = readonly (readonly [look: string, words: string])[];

export const LEGEND = legend([
  ['pass', '✓ reached over IPv6'],
  ['fail', '✗ not reached as it should be; the cross is where the path ends'],
  ['neutral', '• as expected, kept by an endpoint or not reached'],
  ['inconclusive', '? not known'],
  ['today', 'today, over IPv4 through a NAT gateway'],
]);

export const WHAT_IF_LEGEND = legend([
  ['today', 'through a NAT gateway'],
  ['pass', '✓ over IPv6, through an egress-only internet gateway'],
  ['neutral', '• through a VPC endpoint or an internet gateway'],
  ['fail', '✗ no way: the cross is where the path ends'],
  ['inconclusive', '? not known'],
]);

function legend(looks: Words): Markup {
  const keys = looks.map(
    ([look, words]) =>
      html`<span class="key"><svg width="28" height="12" aria-hidden="true"><g class="path ${look}"><path class="line" d="M 0 6 H 28"/></g></svg> ${words}</span>`,
  );
  return html`<p class="legend soft">${keys}</p>`;
}
