/** What Fargate itself calls stays on IPv4 in every subnet that has it, whatever IPv6 could do. */
import { describe, expect, test } from 'vitest';
import type { Control, Target } from '../../lambda/report/report-schema.ts';
import type { Template } from '../../lib/lab/template/template.ts';
import type { WhatIfAnswer } from '../../lib/report/inputs/what-if.ts';
import { type AskedTarget, askedTargets } from '../../lib/what-if/asked-targets.ts';
import { causeOf } from '../../lib/what-if/causes.ts';
import { whatIfRows } from '../../lib/what-if/conclude.ts';
import { withPullHosts } from '../../lib/what-if/ecr-images.ts';
import { withStarters } from '../../lib/what-if/starters.ts';
import { codeWays, type RoutedRun, unchangedWay, wayOf } from '../../lib/what-if/ways.ts';
import { control, passingAt, run, withoutIpv6 } from '../report/run-builder.ts';
import { modelOf } from './classic.ts';

const IMAGE = 'oci://111122223333.dkr-ecr.us-west-2.on.aws/app:1';

function asked(caller: AskedTarget['caller'], url = IMAGE): AskedTarget {
  const [target] = askedTargets([{ url, caller, foundIn: [], workloads: [] }], () => 'dual-stack.example');
  if (!target) throw new Error('nothing was asked');
  return target;
}

/** Out of a subnet with both gateways, or with the egress-only one. */
function routed(target: Target, ipv4: Partial<Control>, gateway: 'nat-1' | 'igw-1' | null = null): RoutedRun {
  const blocks = [['::/0', 'eigw-1'], ...(gateway === null ? [] : [['0.0.0.0/0', gateway]])] as const;
  const routes = blocks.map(([block = '', id = '']) => ({ destinationCidrBlocks: [block], gateway: id }));
  return {
    run: run([target], { controls: [control({ id: IMAGE, ...ipv4 })] }),
    route: { witness: 'ec2', gateway: 'eigw-1', routes },
  };
}

const overIpv6 = passingAt(IMAGE, '111122223333.dkr-ecr.us-west-2.on.aws');

describe('an image that has IPv6', () => {
  test('has no way for Fargate once the NAT gateway is gone, though a probe reaches it over IPv6', () => {
    const there = routed(overIpv6, {});
    expect(wayOf(IMAGE, there)).toBe('eigw');
    expect(unchangedWay(asked('code'), there)).toBe('eigw');
    expect(unchangedWay(asked('fargate'), there)).toBe('none');
  });

  test('goes through the NAT gateway, or an internet gateway, while there is one', () => {
    const answers = { succeeded: true };
    expect(unchangedWay(asked('fargate'), routed(overIpv6, answers, 'nat-1'))).toBe('nat');
    expect(unchangedWay(asked('fargate'), routed(overIpv6, answers, 'igw-1'))).toBe('igw');
  });

  test('goes over IPv6 in a subnet that has no IPv4', () => {
    expect(unchangedWay(asked('fargate'), routed(overIpv6, { unsent: true }))).toBe('eigw');
  });

  test("goes through the registry's endpoint, whose layers are a target of their own; another registry's pull is not followed", () => {
    const behind = { cause: { code: 'VpcEndpointInPath', message: '', remedy: '' } } as const;
    expect(unchangedWay(asked('fargate'), routed(overIpv6, behind))).toBe('vpc-endpoint');
    const other = 'oci://registry.example/app:1';
    const there = routed(passingAt(other, 'registry.example'), { ...behind, id: other });
    expect(unchangedWay(asked('fargate', other), there)).toBe('unknown');
    expect(unchangedWay(asked('code', other), there)).toBe('eigw');
    const nameless = routed(withoutIpv6(other, 'registry.example'), { ...behind, id: other });
    expect(unchangedWay(asked('code', other), nameless)).toBe('unknown');
  });
});

test('what else a pull takes is asked for beside each image that Fargate pulls from ECR', () => {
  const wanted = (url: string, caller: AskedTarget['caller']) => ({
    url,
    caller,
    foundIn: [],
    workloads: [],
  });
  const added = (url: string, caller: AskedTarget['caller']) =>
    withPullHosts([wanted(url, caller)])
      .slice(1)
      .map((each) => `${each.caller} ${each.url}`);
  const ecr = '111122223333.dkr.ecr.us-west-2.amazonaws.com/app:1';
  expect(added(`oci://${ecr}`, 'fargate')).toEqual([
    'fargate https://api.ecr.us-west-2.amazonaws.com',
    'fargate https://prod-us-west-2-starport-layer-bucket.s3.us-west-2.amazonaws.com',
  ]);
  expect(added(IMAGE, 'fargate')).toEqual([
    'fargate https://api.ecr.us-west-2.amazonaws.com',
    'fargate https://prod-us-west-2-starport-layer-bucket.s3.dualstack.us-west-2.amazonaws.com',
  ]);
  expect(added(`oci://${ecr}`, 'ecs-agent')).toHaveLength(2);
  expect(added(`oci://${ecr}`, 'code')).toEqual([]);
  expect(added('oci://public.ecr.aws/nginx/nginx:1', 'fargate')).toEqual([]);
});

describe('in a subnet that has no IPv4', () => {
  const unsent = { unsent: true };
  const api = 'https://api.ecr.us-west-2.amazonaws.com';

  test('Fargate calls AWS by dual-stack names, and whether it writes logs by one is not documented', () => {
    const [target] = askedTargets(
      [{ url: api, caller: 'fargate', foundIn: [], workloads: [] }],
      () => 'ecr.us-west-2.api.aws',
    );
    const there = routed(passingAt('https://ecr.us-west-2.api.aws', 'ecr'), { id: api, ...unsent });
    expect(target && unchangedWay(target, there)).toBe('eigw');
    const logs = asked('fargate', 'https://logs.us-west-2.amazonaws.com');
    const reached = routed(passingAt('https://dual-stack.example', 'logs'), unsent);
    expect(unchangedWay(logs, reached)).toBe('unknown');
    expect(causeOf(logs, reached)?.code).toBe('FargateOverIpv6');
    expect(causeOf(logs, routed(passingAt('https://dual-stack.example', 'logs'), {}))?.message).toContain(
      'log driver',
    );
  });

  test("an image's name is the user's to change, and only there", () => {
    const old = 'oci://111122223333.dkr.ecr.us-west-2.amazonaws.com/app:1';
    const target = asked('fargate', old);
    expect(target).toMatchObject({ dualStack: IMAGE, line: `name the image ${IMAGE.replace('oci://', '')}` });
    const both = { ...routed(overIpv6, { id: old, ...unsent }) };
    expect(codeWays(target, both)).toMatchObject({ dualStack: 'eigw' });
    expect(codeWays(target, routed(overIpv6, { id: old }))).toMatchObject({ dualStack: null });
    expect(causeOf(target, both)?.code).not.toBe('FargateOverIpv4');
  });
});

test('breaks, says that Fargate takes IPv4, and gets no line of code', () => {
  const [row] = whatIfRows([asked('fargate')], {
    today: [routed(overIpv6, { succeeded: true }, 'nat-1')],
    withoutNat: [routed(overIpv6, {})],
    withIpv6: [routed(overIpv6, {})],
  });
  expect(row).toMatchObject<Partial<WhatIfAnswer>>({
    ...{ caller: 'fargate', today: 'nat', needs: 'paid', line: null },
    withIpv6: { unchanged: 'none', dualStack: null },
  });
  expect(row?.cause).toMatchObject({
    code: 'FargateOverIpv4',
    message: expect.stringContaining('over IPv4'),
    remedy: expect.stringContaining('VPC endpoints'),
  });
});

describe("an ECS agent's instance with IPv4", () => {
  const old = 'oci://111122223333.dkr.ecr.us-west-2.amazonaws.com/app:1';
  const [, api, layers] = askedTargets(
    withPullHosts([{ url: old, caller: 'ecs-agent', foundIn: [], workloads: [] }]),
    (host) => (host.startsWith('prod') ? 'layers.example' : 'ecr.us-west-2.api.aws'),
  );
  const both = (target: AskedTarget | undefined, reached: string) => {
    const there = routed(passingAt(reached, 'dual-stack.example'), { id: target?.asIs ?? '' });
    return target && { ...codeWays(target, there), cause: causeOf(target, there)?.code ?? null };
  };

  test('pulls by the name with IPv6, and its layers follow, once the image has that name', () => {
    expect(both(asked('ecs-agent', old), IMAGE)).toMatchObject({ dualStack: 'eigw', cause: null });
    expect(both(layers, 'https://layers.example')).toMatchObject({ dualStack: 'eigw' });
    expect(layers?.line).toBe(`name the image ${IMAGE.replace('oci://', '')}`);
  });

  test('asks for the password at the default name only, which has no IPv6', () => {
    expect(both(api, 'https://ecr.us-west-2.api.aws')).toEqual({
      ...{ unchanged: 'unknown', dualStack: null, cause: 'EcsAgentOverIpv4' },
    });
  });

  test('without IPv4 asks at the dual-stack name', () => {
    const there = routed(passingAt('https://ecr.us-west-2.api.aws', 'ecr'), { id: '', unsent: true });
    expect(api && codeWays(api, there)).toEqual({ unchanged: 'eigw', dualStack: null });
  });
});

test('the same URL is asked once for the code and once for Fargate', () => {
  const url = 'https://ssm.us-west-2.amazonaws.com';
  const wanted = (['code', 'fargate', 'code'] as const).map((caller) => ({
    ...{ url, caller, foundIn: [], workloads: [] },
  }));
  expect(askedTargets(wanted, () => 'ssm.us-west-2.api.aws')).toMatchObject([
    { caller: 'code', dualStack: 'https://ssm.us-west-2.api.aws' },
    { caller: 'fargate' },
  ]);
});

test('a task definition runs where its services stand, and not where a function names it', () => {
  const subnets = { SubnetIds: [{ Ref: 'Private' }], SecurityGroupIds: [] };
  const template = {
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Private: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24' } },
      Task: { Type: 'AWS::ECS::TaskDefinition' },
      Other: { Type: 'AWS::ECS::TaskDefinition' },
      Service: {
        Type: 'AWS::ECS::Service',
        Properties: {
          TaskDefinition: { Ref: 'Task' },
          NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [{ Ref: 'Private' }] } },
        },
      },
      Starter: {
        Type: 'AWS::Lambda::Function',
        Properties: { VpcConfig: subnets, Environment: { Variables: { TASK: { Ref: 'Task' } } } },
      },
    },
  } satisfies Template;
  const network = { template, model: modelOf(template) };
  expect(network.model.workloads.map(({ logicalId }) => logicalId).toSorted()).toEqual([
    'Service',
    'Starter',
  ]);
  expect(withStarters(['Task'], network)).toEqual(['Task', 'Service']);
  expect(withStarters(['Other'], network)).toEqual(['Other']);
});
