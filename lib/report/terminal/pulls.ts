/** Renders whether containers would start without IPv4, and which hosts that takes. */
import { plainText } from '../../../lambda/report/plain-text.ts';
import type { PullNeed, Run } from '../../../lambda/report/report-schema.ts';
import { ANSWERS, CONTAINERS, pullLines, pullsGroups } from '../pulls.ts';
import type { Paint } from './paint.ts';

const STYLES = { yes: 'green', no: 'red', unknown: 'yellow' } as const;

const REACHED_BY: Readonly<Record<PullNeed['reachedBy'], string>> = {
  'default-name': 'by its default name',
  'dual-stack-name': 'by its dual-stack name',
  none: 'not over IPv6',
  unknown: 'unknown',
};

const CONTAINER_WIDTH = Math.max(...CONTAINERS.map(([, { length }]) => length));
const NEED_WIDTH = 14;

export function renderPulls(runs: readonly Run[], paint: Paint): string[] {
  return pullsGroups(runs).map(({ heading, pulls }) =>
    [
      paint('bold', plainText(`containers without IPv4, ${heading}`, 1_000)),
      ...pullLines(pulls).map(
        ({ container, answer, explanation }) =>
          `  ${container.padEnd(CONTAINER_WIDTH)}  ${paint(STYLES[answer], ANSWERS[answer])}: ${plainText(explanation, 1_000)}`,
      ),
      ...pulls.eksNode.needs.map(renderNeed),
    ].join('\n'),
  );
}

function renderNeed({ id, reachedBy, host, cause }: PullNeed): string {
  const words = plainText(`${REACHED_BY[reachedBy]}, ${host}${cause ? ` (${cause})` : ''}`, 1_000);
  return `    ${plainText(id).padEnd(NEED_WIDTH)}${words}`;
}
