/** Where and when the runs were: those with the same results under one heading. */
import type { Run } from '../../../lambda/report/report-schema.ts';
import { alikeInWords, alikeRuns } from '../alike.ts';
import { routeInWords } from '../route-in-words.ts';
import { workloadInWords } from '../workload-in-words.ts';
import { dateInWords } from './date.ts';
import { html, type Markup } from './markup.ts';

export function places(runs: readonly Run[]): Markup[] {
  return alikeRuns(runs).map((alike) => {
    const [first, ...others] = alike;
    if (!first) return html``;
    if (others.length === 0) return html`<p class="soft">${runLine(first)}</p>`;
    return html`<h3>${alikeInWords(alike)}</h3>
<p class="soft">${runLine(first)}</p>
<ul class="soft">${others.map((run) => html`<li>${placeLine(run)}; ${seenAs(run)}</li>`)}</ul>`;
  });
}

function runLine(run: Run): Markup {
  const { network, startedAt, lab } = run;
  const world = lab
    ? html`; lab, world ${lab.world}${lab.referee.agrees ? ', the kernel confirms every claim' : ', the kernel disagrees'}`
    : null;
  return html`${placeLine(run)}: ${routeInWords(network.route, lab !== undefined)}; ${seenAs(run)}, ${dateInWords(startedAt)}${world}`;
}

function seenAs({ source }: Run): string {
  return source.address === null ? 'source address unknown' : `seen as ${source.address}`;
}

function placeLine(run: Run): string {
  const { network, region } = run;
  const zone = network.availabilityZone ?? region;
  const workload = workloadInWords(run);
  if (!workload) return `${zone}, ${network.subnetId ?? 'unknown subnet'}`;
  return [workload.title, zone, ...workload.place].join(', ');
}
