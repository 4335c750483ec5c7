/** From where an ECS task's image is fetched: from its own interface on Fargate, from the container instance's on EC2. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Template } from '../../lib/lab/template/template.ts';
import { parseYamlTemplate } from '../../lib/lab/template/yaml-template.ts';
import type { Caller } from '../../lib/report/inputs/found-targets.ts';
import { askedTargets } from '../../lib/what-if/asked-targets.ts';
import { callersOf } from '../../lib/what-if/callers.ts';
import { whatIfRows } from '../../lib/what-if/conclude.ts';
import type { RoutedRun } from '../../lib/what-if/ways.ts';
import { inPlaceOf, passingAt, run } from '../report/run-builder.ts';
import { modelOf } from './classic.ts';

const TEXT = readFileSync(new URL('./fixtures/ecs-on-ec2.yaml', import.meta.url), 'utf8');

type Properties = Readonly<Record<string, unknown>>;

/** The fixture, with the properties of some resources changed; null leaves a resource out. */
function network(changes: Readonly<Record<string, Properties | null>> = {}, more: object = {}) {
  const { Resources } = parseYamlTemplate(TEXT) as Template;
  const changed = Object.entries({ ...Resources, ...more }).flatMap(([id, resource]) => {
    const own = changes[id];
    if (own === null) return [];
    return [[id, { ...resource, Properties: { ...resource.Properties, ...own } }] as const];
  });
  const template = { Resources: Object.fromEntries(changed) } as Template;
  return { template, model: modelOf(template) };
}

function callers(caller: Caller, there = network(), workloads = ['Task']) {
  const { workloads: asked, unplaced } = callersOf({ workloads, caller }, there);
  return { asked, unknown: unplaced.map(({ logicalId }) => logicalId) };
}

const KNOWN = { asked: ['Instances'], unknown: [] };
const UNKNOWN = { asked: ['Task'], unknown: ['Task'] };
const NO_USER_DATA = { LaunchTemplateData: { SecurityGroupIds: [{ Ref: 'HostGroup' }] } };
const provider = {
  Provider: {
    Type: 'AWS::ECS::CapacityProvider',
    Properties: { AutoScalingGroupProvider: { AutoScalingGroupArn: { Ref: 'Instances' } } },
  },
};

test("the agent's calls are made by the instances of the service's cluster, the code's and Fargate's by the task", () => {
  expect(callers('ecs-agent')).toEqual(KNOWN);
  expect(callers('code')).toEqual({ asked: ['Task', 'Service'], unknown: [] });
  expect(callers('fargate')).toEqual({ asked: ['Task', 'Service'], unknown: [] });
  expect(callers('code', network(), ['Launch'])).toEqual({ asked: ['Launch', 'Instances'], unknown: [] });
});

test('a task without an interface of its own makes all its calls from the instance', () => {
  const bridge = network({ Service: { NetworkConfiguration: undefined } });
  expect(callers('code', bridge)).toEqual(KNOWN);
  expect(
    callers('code', network({ Service: { NetworkConfiguration: undefined, Cluster: 'other' } })),
  ).toEqual(UNKNOWN);
});

describe('the instances are those', () => {
  test.each<[string, ReturnType<typeof network>]>([
    [
      'of a capacity provider that the service names',
      network(
        {
          Launch: NO_USER_DATA,
          Service: { CapacityProviderStrategy: [{ CapacityProvider: { Ref: 'Provider' } }] },
        },
        provider,
      ),
    ],
    [
      'of one that the cluster names',
      network({ Launch: NO_USER_DATA, Cluster: { CapacityProviders: [{ Ref: 'Provider' }] } }, provider),
    ],
    [
      'of one that is associated with the cluster',
      network(
        { Launch: NO_USER_DATA },
        {
          ...provider,
          Associated: {
            Type: 'AWS::ECS::ClusterCapacityProviderAssociations',
            Properties: { Cluster: { Ref: 'Cluster' }, CapacityProviders: [{ Ref: 'Provider' }] },
          },
        },
      ),
    ],
    [
      'whose user data has the name of the cluster written out',
      network({
        Cluster: { ClusterName: 'apps' },
        Launch: { LaunchTemplateData: { UserData: 'ECS_CLUSTER=apps' } },
      }),
    ],
  ])('%s', (_, there) => {
    expect(callers('ecs-agent', there)).toEqual(KNOWN);
  });

  test.each<[string, ReturnType<typeof network>]>([
    ['nothing leads from the cluster to an instance', network({ Launch: NO_USER_DATA })],
    ['the cluster is of another stack', network({ Service: { Cluster: 'other' } })],
    ['nothing in the template starts the task', network({ Service: null })],
    [
      'the user data names another cluster that begins alike',
      network({
        Cluster: { ClusterName: 'app' },
        Launch: { LaunchTemplateData: { UserData: 'ECS_CLUSTER=apps' } },
      }),
    ],
  ])('and none is known where %s', (_, there) => {
    expect(callers('ecs-agent', there)).toEqual(UNKNOWN);
  });

  test('and not all are known where a second service runs elsewhere, or where the group has no subnets', () => {
    const second = {
      Type: 'AWS::ECS::Service',
      Properties: { TaskDefinition: { Ref: 'Task' }, Cluster: 'other' },
    };
    const both = { asked: ['Instances', 'Task'], unknown: ['Task'] };
    expect(callers('ecs-agent', network({}, { Second: second }))).toEqual(both);
    expect(callers('ecs-agent', network({ Instances: { VPCZoneIdentifier: undefined } }))).toEqual(both);
  });
});

test('a workload whose place is not known has a row of its own, unknown, beside those that were tried', () => {
  const url = 'https://api.example';
  const there: RoutedRun = {
    run: inPlaceOf(run([passingAt(url, 'api.example')], { controls: [] }), { logicalIds: ['Instances'] }),
    route: {
      witness: 'ec2',
      gateway: 'eigw-1',
      routes: [{ destinationCidrBlocks: ['::/0'], gateway: 'eigw-1' }],
    },
  };
  const rows = (workloads: readonly string[]) => {
    const unplaced = [{ logicalId: 'Task', reason: 'add its group' }];
    const asked = askedTargets([{ url, caller: 'ecs-agent', foundIn: [], workloads, unplaced }], () => null);
    return whatIfRows(asked, { today: [there], withoutNat: [there], withIpv6: [there] }).map((row) => [
      ...row.logicalIds,
      row.needs,
      row.cause?.remedy ?? null,
    ]);
  };
  expect(rows(['Instances', 'Task'])).toEqual([
    ['Instances', 'nothing', null],
    ['Task', 'unknown', 'add its group'],
  ]);
  expect(rows(['Task'])).toEqual([['Task', 'unknown', 'add its group']]);
});
