/** What the image pulls mean for containers, in words: once for all subnets that agree. */
import type { Pulls, Run } from '../../lambda/report/report-schema.ts';
import type { PullAnswer } from '../../lambda/report/vocabulary.ts';

export const ANSWERS: Readonly<Record<PullAnswer, string>> = {
  yes: '✓ yes',
  no: '✗ no',
  unknown: '? unknown',
};

export const CONTAINERS = [
  ['fargateIpv6Only', 'Fargate task in an IPv6-only subnet'],
  ['fargateDualStack', 'Fargate task in a dual-stack subnet'],
  ['eksNode', 'EKS node in a dual-stack subnet'],
] as const;

interface PullsGroup {
  /** Where they were tried, and how to name an image. */
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
      .map(({ pulls }) => ({ heading: `from ${zones}; name ECR's images ${pulls.image}`, pulls }));
  });
}

/** A line for each kind of container. */
export function pullLines(pulls: Pulls) {
  return CONTAINERS.map(([key, container]) => {
    const { answer, explanation } = pulls[key];
    return { container, answer, explanation };
  });
}
