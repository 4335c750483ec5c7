/** What the pulls of a run mean for containers. */
import { describe, expect, test } from 'vitest';
import {
  dualStackId,
  ecrImageName,
  PULL_HOSTS,
  type PullHost,
  pullTargets,
} from '../../../lambda/report/pulls/pull-targets.ts';
import { pullsOf } from '../../../lambda/report/pulls/pulls.ts';
import type { Control, Run, Target } from '../../../lambda/report/report-schema.ts';
import { control, failing, passingAt, withoutIpv6 } from '../../report/run-builder.ts';

const ACCOUNT = '111122223333';

/** What is tried where the account has no image of its own. */
const HOSTS = PULL_HOSTS.filter((id) => id !== 'ecr-image');

/** Only IPv4 by default names, both families by dual-stack ones, as AWS documents it. */
function documented(changes: Partial<Record<string, Target>> = {}): Target[] {
  return HOSTS.flatMap((id) => [
    changes[id] ?? withoutIpv6(id, `${id}.amazonaws.example`),
    changes[dualStackId(id)] ?? passingAt(dualStackId(id), `${id}.api.example`),
  ]);
}

function pulls(targets: readonly Target[], { region = 'us-west-2', controls = [control()] } = {}) {
  const run: Pick<Run, 'region' | 'targets' | 'controls'> = { region, targets: [...targets], controls };
  const found = pullsOf(run, ecrImageName(region, ACCOUNT));
  if (!found) throw new Error('no pulls were tried');
  return found;
}

const needOf = (id: PullHost, targets: readonly Target[]) =>
  pulls(targets).eksNode.needs.find((need) => need.id === id);

describe('the summaries', () => {
  test('say yes where the dual-stack names answer, and how to write the image', () => {
    const found = pulls(documented());
    expect(found.image).toBe('111122223333.dkr-ecr.us-west-2.on.aws/REPOSITORY:TAG');
    expect([found.fargateIpv6Only.answer, found.eksNode.answer]).toEqual(['yes', 'yes']);
    expect(found.eksNode.explanation).toContain('AWS_USE_DUALSTACK_ENDPOINT=true');
    expect(found.eksNode.needs.map(({ reachedBy }) => reachedBy)).toEqual(HOSTS.map(() => 'dual-stack-name'));
  });

  test('distinguish Fargate’s two kinds of subnets: in dual-stack ones AWS pulls over IPv4', () => {
    expect(pulls(documented()).fargateDualStack).toMatchObject({
      answer: 'no',
      explanation: expect.stringContaining('containers-roadmap#2641'),
    });
    const controls: Control[] = [control({ succeeded: true, asExpected: false })];
    expect(pulls(documented(), { controls }).fargateDualStack.answer).toBe('yes');
  });

  test.each(['eu-west-1', 'eu-north-1', 'mx-central-1', 'ap-east-2'])(
    'know that %s runs no tasks in IPv6-only subnets',
    (region) => {
      expect(pulls(documented(), { region }).fargateIpv6Only).toMatchObject({
        answer: 'no',
        explanation: expect.stringContaining(region),
      });
    },
  );

  test('are unknown for a Region of which the documentation says nothing, unless a name is missing', () => {
    const region = 'eu-west-9';
    expect(pulls(documented(), { region }).fargateIpv6Only).toMatchObject({
      answer: 'unknown',
      explanation: expect.stringContaining('does not say whether'),
    });
    const id = dualStackId('ecr-registry');
    const missing = documented({ [id]: withoutIpv6(id, 'x.example', 'ENOTFOUND') });
    expect(pulls(missing, { region }).fargateIpv6Only.answer).toBe('no');
  });

  test('name what is not reached, and its cause', () => {
    const id = dualStackId('ecr-registry');
    const found = pulls(documented({ [id]: withoutIpv6(id, 'x.example', 'ENOTFOUND') }));
    expect(found.fargateIpv6Only).toMatchObject({
      answer: 'no',
      explanation: 'not reached over IPv6: ecr-registry (NoSuchHost)',
    });
    expect(found.eksNode.answer).toBe('no');
  });

  test('allow a task’s pull where a node cannot join', () => {
    const id = dualStackId('eks-api');
    const found = pulls(documented({ [id]: failing(id) }));
    expect([found.fargateIpv6Only.answer, found.eksNode.answer]).toEqual(['yes', 'no']);
  });

  test('include an image of the account’s own, whose layers show what hosts do not', () => {
    const id = dualStackId('ecr-image');
    const own = [withoutIpv6('ecr-image', 'x.example'), passingAt(id, 's3.dualstack.example')];
    expect(pulls([...documented(), ...own]).fargateIpv6Only.needs.at(-1)).toEqual({
      ...{ id: 'ecr-image', reachedBy: 'dual-stack-name', host: 's3.dualstack.example', cause: null },
    });
    const redirectedToIpv4 = [withoutIpv6('ecr-image', 'x.example'), withoutIpv6(id, 's3.example')];
    expect(pulls([...documented(), ...redirectedToIpv4]).fargateIpv6Only).toMatchObject({
      ...{ answer: 'no', explanation: 'not reached over IPv6: ecr-image (NoAaaaRecord)' },
    });
  });

  test('prefer the default name where it answers, since that needs no change', () => {
    const reached = documented({ 'sts-api': passingAt('sts-api', 'sts.us-west-2.amazonaws.com') });
    expect(needOf('sts-api', reached)).toEqual({
      ...{ id: 'sts-api', reachedBy: 'default-name', host: 'sts.us-west-2.amazonaws.com', cause: null },
    });
  });

  test('are unknown where a need could not be decided', () => {
    const id = dualStackId('ecr-layers');
    const cause = { code: 'NoWitness' as const, message: '', remedy: '' };
    const untold: Target = { ...passingAt(id, 'x.example'), verdict: 'inconclusive', cause };
    expect(pulls(documented({ [id]: untold })).eksNode).toMatchObject({
      answer: 'unknown',
      explanation: expect.stringContaining('undecided for ecr-layers (NoWitness)'),
    });
  });

  test('do not take a denial for missing IPv6', () => {
    const id = dualStackId('ecr-image');
    const denied: Target = { ...passingAt(id, 'x.example'), verdict: 'fail' };
    const own = [withoutIpv6('ecr-image', 'x.example'), denied];
    expect(pulls([...documented(), ...own]).fargateIpv6Only.answer).toBe('unknown');
  });

  test('are not a no where a name leads into the VPC, to an endpoint that a pull would take', () => {
    const inside = withoutIpv6('ecr-api', 'api.ecr.us-west-2.amazonaws.com');
    const [attempt] = inside.attempts;
    const operations = attempt.operations.map((operation) => ({
      ...operation,
      dns: { a: ['10.1.8.9'], aaaa: [] },
    }));
    const byEndpoint = { ...inside, attempts: [{ ...attempt, operations }] satisfies Target['attempts'] };
    const id = dualStackId('ecr-api');
    const found = pulls(documented({ 'ecr-api': byEndpoint, [id]: failing(id) }));
    expect(found.fargateDualStack).toMatchObject({
      answer: 'unknown',
      explanation: expect.stringContaining('endpoints'),
    });
    expect(found.eksNode).toMatchObject({
      answer: 'unknown',
      explanation: expect.stringContaining('does not follow'),
    });
  });

  test('are absent from a run that tried no pulls', () => {
    expect(
      pullsOf({ region: 'us-west-2', targets: [passingAt('s3', 'x.example')], controls: [] }, ''),
    ).toBeUndefined();
  });
});

test('the pulls are tried in the Region and account of the run, and may end either way', () => {
  const targets = pullTargets('eu-central-1', ACCOUNT);
  const hosts = Object.fromEntries(targets.map(({ id, host }) => [id, host]));
  expect(hosts).toMatchObject({
    'ecr-api': 'api.ecr.eu-central-1.amazonaws.com',
    'ecr-api-dual-stack': 'ecr.eu-central-1.api.aws',
    'ecr-registry': '111122223333.dkr.ecr.eu-central-1.amazonaws.com',
    'ecr-registry-dual-stack': '111122223333.dkr-ecr.eu-central-1.on.aws',
    'ecr-layers-dual-stack':
      'prod-eu-central-1-starport-layer-bucket.s3.dualstack.eu-central-1.amazonaws.com',
    'ecr-public': 'public.ecr.aws',
    'ecr-public-dual-stack': 'ecr-public.aws.com',
    'docker-hub': 'registry-1.docker.io',
    'ghcr.io': 'ghcr.io',
    'quay.io': 'quay.io',
  });
  expect(hosts).not.toHaveProperty('ecr-image');
  const withImage = pullTargets('eu-central-1', ACCOUNT, 'cdk-assets:abc');
  expect(withImage.find(({ id }) => id === 'ecr-image-dual-stack')?.url).toBe(
    'https://111122223333.dkr-ecr.eu-central-1.on.aws/cdk-assets:abc',
  );
  expect(new Set(targets.map(({ expect: expected, metrics }) => `${expected} ${metrics}`))).toEqual(
    new Set(['any false']),
  );
});
