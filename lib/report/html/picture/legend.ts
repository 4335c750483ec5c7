/** What the colours and marks of a picture mean. */
import { html, type Markup } from '../markup.ts';
import type { Journey } from './scene.ts';

export const SAMPLE = { width: 28, height: 12 } as const;

type Words = readonly (readonly [look: Journey['look'], words: string])[];

/** For the picture of a report. */
export const LOOKS: Words = [
  ['pass', '✓ reached over IPv6'],
  ['fail', '✗ not reached as it should be; the cross is where the path ends'],
  ['neutral', '• as expected, kept by an endpoint or not reached'],
  ['inconclusive', '? not known'],
  ['today', 'today, over IPv4 through a NAT gateway'],
];

export const LEGEND = legend(LOOKS);

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
      html`<span class="key"><svg width="${SAMPLE.width}" height="${SAMPLE.height}" aria-hidden="true">${sample(look)}</svg> ${words}</span>`,
  );
  return html`<p class="legend soft">${keys}</p>`;
}

/** A line as the picture draws it, with the cross where that belongs to it. */
export function sample(look: Journey['look']): Markup {
  if (look !== 'fail') return html`<g class="path ${look}"><path class="line" d="M 0 6 H 28"/></g>`;
  return html`<g class="path fail broken"><path class="line" d="M 0 6 H 22"/><path class="line cross" d="M 17 1 l 10 10 M 27 1 l -10 10"/></g>`;
}
