/** Where and when the runs were: those with the same results under one heading. */
import type { Run } from '../../../lambda/report/report-schema.ts';
import { alikeInWords, alikeRuns } from '../alike.ts';
import { routeInWords } from '../route-in-words.ts';
import { workloadInWords } from '../workload-in-words.ts';
import { dateInWords } from './date.ts';
import { html, type Markup } from './markup.ts';

export function places(runs: readonly Run[]): Markup[] {
  return [...Map.groupBy(runs, sharedKey).values()].map((group) => {
    const [first, ...others] = group;
    if (!first) return html``;
    if (others.length === 0) {
      return html`<p class="soft">${placeLine(first)}: ${routeOf(first)}; ${seenAs(first)}, ${when(first)}${inLab(first)}</p>`;
    }
    const items = group.map(
      (run) => html`<li>${placeLine(run)}${run.source.address === null ? null : html`; ${seenAs(run)}`}</li>`,
    );
    return html`<h3>${headingOf(group)}</h3>
<p class="soft">${sharedWords(first)}, ${when(first)}${inLab(first)}</p>
<ul class="soft">${items}</ul>`;
  });
}

/** What many places have in common is said once, whether or not their results differ: those have a table. */
function sharedKey(run: Run): string {
  return JSON.stringify([sharedWords(run), run.lab?.world, run.lab?.referee.agrees]);
}

function sharedWords(run: Run): string {
  const route = routeOf(run);
  return run.source.address === null ? `${route}; ${seenAs(run)}` : route;
}

function routeOf({ network, lab }: Run): string {
  return routeInWords(network.route, lab !== undefined);
}

function headingOf(group: readonly Run[]): string {
  return alikeRuns(group).length === 1 ? alikeInWords(group) : `${group.length} places with the same routes`;
}

function when({ startedAt }: Run): Markup {
  return html`<span class="whole">${dateInWords(startedAt)}</span>`;
}

function inLab({ lab }: Run): Markup | null {
  if (!lab) return null;
  return html`; lab, world ${lab.world}${lab.referee.agrees ? ', the kernel confirms every claim' : ', the kernel disagrees'}`;
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
