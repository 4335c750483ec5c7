/** What the pulls mean for containers, in words: once for all subnets that agree. */

import { plainText } from '../../lambda/report/plain-text.ts';
import type { PullNeed, Pulls, Run } from '../../lambda/report/report-schema.ts';
import type { PullAnswer } from '../../lambda/report/vocabulary.ts';
import type { Paint } from './terminal/paint.ts';

export const ANSWERS: Readonly<Record<PullAnswer, string>> = {
  yes: '✓ yes',
  no: '✗ no',
  unknown: '? unknown',
};
const STYLES = { yes: 'green', no: 'red', unknown: 'yellow' } as const;

const REACHED_BY: Readonly<Record<PullNeed['reachedBy'], string>> = {
  'default-name': 'by its default name',
  'dual-stack-name': 'by its dual-stack name',
  none: 'not over IPv6',
  unknown: 'nobody could tell',
};

const SUBJECTS = [
  ['fargateIpv6Only', 'Fargate task in an IPv6-only subnet'],
  ['fargateDualStack', 'Fargate task in a dual-stack subnet'],
  ['eksNode', 'EKS node in a dual-stack subnet'],
] as const;
const SUBJECT_WIDTH = Math.max(...SUBJECTS.map(([, { length }]) => length));
const NEED_WIDTH = 14;

export interface PullsGroup {
  /** From where, and how to name an image. */
  readonly heading: string;
  readonly pulls: Pulls;
}

export function pullsGroups(runs: readonly Run[]): PullsGroup[] {
  const tried = runs.flatMap((run) => (run.pulls ? [{ run, pulls: run.pulls }] : []));
  const groups = Map.groupBy(tried, ({ pulls }) => JSON.stringify(pulls));
  return [...groups.values()].flatMap((group) => {
    const zones = group.map(({ run }) => run.network.availabilityZone ?? run.region).join(', ');
    return group
      .slice(0, 1)
      .map(({ pulls }) => ({ heading: `from ${zones}; ECR's images by the name ${pulls.image}`, pulls }));
  });
}

/** A line for each kind of container. */
export function pullLines(pulls: Pulls) {
  return SUBJECTS.map(([key, subject]) => {
    const { answer, explanation } = pulls[key];
    return { subject, answer, explanation };
  });
}

export function renderPulls(runs: readonly Run[], paint: Paint): string[] {
  return pullsGroups(runs).map(({ heading, pulls }) =>
    [
      paint('bold', plainText(`containers without IPv4, ${heading}`, 1_000)),
      ...pullLines(pulls).map(
        ({ subject, answer, explanation }) =>
          `  ${subject.padEnd(SUBJECT_WIDTH)}  ${paint(STYLES[answer], ANSWERS[answer])}: ${plainText(explanation, 1_000)}`,
      ),
      ...pulls.eksNode.needs.map(renderNeed),
    ].join('\n'),
  );
}

function renderNeed({ id, reachedBy, host, cause }: PullNeed): string {
  const words = plainText(`${REACHED_BY[reachedBy]}, ${host}${cause ? ` (${cause})` : ''}`, 1_000);
  return `    ${id.padEnd(NEED_WIDTH)}${words}`;
}
