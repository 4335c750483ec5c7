/** `natless describe` against a stand-in of AWS, and what the lab reads in its file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { ec2Errors } from '../../lib/lab/services/aws/error-forms.ts';
import type { Model } from '../../lib/lab/template/model.ts';
import type { Stack } from '../../lib/lab/template/stack.ts';
import type { Resource, Template } from '../../lib/lab/template/template.ts';
import { parseYamlTemplate } from '../../lib/lab/template/yaml-template.ts';
import { findTargets } from '../../lib/targets/find-targets.ts';
import { runtimesIn } from '../../lib/targets/workloads/functions.ts';
import type { VpcFile } from '../../lib/vpc-file/vpc-file.ts';
import { withStarters } from '../../lib/what-if/starters.ts';
import { natless } from '../command.ts';
import { ROOT } from '../docs/pages.ts';
import { dualStackTemplate } from '../lab/fixtures/dual-stack-template.ts';
import { classicTemplate } from '../what-if/classic.ts';
import { refusal, startAwsStandIn } from './aws-stand-in.ts';
import { userEnvironment } from './deployed-stack.ts';
import {
  accountOf,
  describeWith,
  modelOf,
  modelOfFile,
  networkOfFile,
  stackOf,
  stackOfFile,
} from './describe-files.ts';
import { instanceIdOf, LIST_FUNCTIONS } from './described-compute.ts';
import { UNWANTED, zoneId } from './described-identities.ts';
import { templateWithCode } from './template-with-code.ts';

/** Without what has no id in an account, and in an order of its own. */
function comparable(model: Model) {
  const byText = <Item>(items: readonly Item[]) =>
    items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const nameless = <Item extends { logicalId: string }>({ logicalId: _, ...rest }: Item) => rest;
  const unique = <Item>(items: readonly Item[]) => [
    ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
  ];
  return {
    vpc: nameless(model.vpc),
    subnets: byText(
      model.subnets.map(({ logicalId, id, name, isZoneAssumed: _, ...rest }) => ({
        id,
        name: name === logicalId ? id : name,
        ...rest,
      })),
    ),
    routeTables: byText(
      model.routeTables.map(({ id, main, routes }) => ({
        ...{ id, main },
        routes: byText(routes.map(nameless).map(byInterface)),
      })),
    ),
    gateways: byText(model.gateways.map(nameless)),
    natInstances: model.forwarders.map(({ id, isNat }) => [id.replace(/^i-/, 'eni-'), isNat]),
    networkAcls: byText(model.networkAcls.map(nameless)),
    endpoints: byText(model.endpoints.map(({ logicalId: _, policyDocument: __, ...rest }) => rest)),
    prefixLists: byText(model.prefixLists),
    securityGroups: byText(
      model.securityGroups.map(({ id, name, ingress, egress }) => ({
        id,
        name,
        ingress: byText(ingress),
        egress: byText(egress),
      })),
    ),
    // A task that a schedule starts is in no list of the account, and a group's instances have names of their own.
    workloads: byText(
      unique(
        model.workloads
          .filter(({ kind }) => kind !== 'task')
          .map(({ logicalId: _, type: __, ...rest }) => rest),
      ),
    ),
  };
}

/** The names of the template's instances in the account. */
function namesOf(template: Template): ReadonlyMap<string, string> {
  const stack = stackOf(template);
  const placed = modelOf(template).workloads.filter(({ kind }) => kind === 'instance');
  const instances = [...placed, ...stack.resourcesOfType('AWS::EC2::Instance')];
  return new Map(instances.map(({ logicalId }, index) => [logicalId, instanceIdOf(stack, logicalId, index)]));
}

/** What runs in the VPC may call, in which language it is written, and which names are answered privately. */
function codeOf(stack: Stack, names: ReadonlyMap<string, string>) {
  const nameOf = (id: string) => names.get(id) ?? id.replace(/:3$/, '');
  const { targets, gaps, outside } = findTargets(stack);
  return {
    targets: targets.map(({ url, service, caller, workloads, foundIn }) => ({
      ...{ url, service, caller, workloads: workloads.map(nameOf).toSorted() },
      actions: foundIn.flatMap(({ actions = [] }) => actions).toSorted(),
    })),
    wildcards: gaps.filter(({ kind }) => kind === 'wildcard').map(({ problem }) => problem),
    runtimes: [...runtimesIn(stack)].filter(([id]) => !outside.includes(id)),
    zones: stack
      .resourcesOfType('AWS::Route53::HostedZone')
      .map(({ logicalId, resource }) => [
        logicalId.startsWith('Z') ? logicalId : zoneId({ logicalId }),
        String(resource.Properties?.Name).replace(/\.$/, ''),
      ]),
  };
}

/** A route to an instance leads to its interface. */
function byInterface<Route extends { gatewayId: string; toOtherNetworkBy?: string }>(route: Route) {
  if (route.toOtherNetworkBy !== 'InstanceId') return route;
  const gatewayId = route.gatewayId.replace(/^i-/, 'eni-');
  return { ...route, gatewayId, toOtherNetworkBy: 'NetworkInterfaceId' };
}

const yaml = (file: string) =>
  parseYamlTemplate(readFileSync(new URL(file, import.meta.url), 'utf8')) as Template;

/** What the other templates do not have. */
const UNUSUAL: Readonly<Record<string, Resource>> = {
  Block: {
    Type: 'AWS::EC2::VPCBlockPublicAccessOptions',
    Properties: { InternetGatewayBlockMode: 'block-ingress' },
  },
  Partners: {
    Type: 'AWS::EC2::PrefixList',
    Properties: {
      PrefixListName: 'partners',
      AddressFamily: 'IPv4',
      Entries: [{ Cidr: '198.51.100.0/24' }],
    },
  },
  Narrow: {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: {
      VpcId: { Ref: 'Vpc' },
      GroupDescription: 'narrow',
      SecurityGroupEgress: [
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationPrefixListId: { Ref: 'Partners' } },
        { IpProtocol: 'icmpv6', CidrIpv6: '::/0' },
        { IpProtocol: 'icmp', FromPort: 8, ToPort: 0, CidrIp: '0.0.0.0/0' },
      ],
    },
  },
  Acl: { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: { Ref: 'Vpc' } } },
  Entry: {
    Type: 'AWS::EC2::NetworkAclEntry',
    Properties: {
      NetworkAclId: { Ref: 'Acl' },
      RuleNumber: 7,
      Protocol: 6,
      RuleAction: 'deny',
      Egress: true,
      Ipv6CidrBlock: '::/0',
      PortRange: { From: 25, To: 25 },
    },
  },
};

/** The project's own stack, and every template among the fixtures. */
const FIXTURES: Readonly<Record<string, () => Template>> = {
  'the classic VPC with NAT gateways': classicTemplate,
  'a NAT instance beside a NAT gateway': () => yaml('../what-if/fixtures/nat-instances.yaml'),
  'a VPC with interface endpoints': () => yaml('../what-if/fixtures/endpoints.yaml'),
  "the article's VPC": () => yaml('../what-if/fixtures/article.yaml'),
  'roles of every kind, and a private zone': templateWithCode,
  'workloads of every kind': () => yaml('../lab/fixtures/workloads.yaml'),
  'a template without a probe': () => yaml('../lab/fixtures/without-probe.yaml'),
  'a dual-stack VPC': dualStackTemplate,
  'a VPC of its own DHCP options, lists and exclusions': () => dualStackTemplate(UNUSUAL),
  'the stack of the project': () =>
    JSON.parse(readFileSync(join(inject('assembly'), 'Natless.template.json'), 'utf8')) as Template,
};

describe('the model of the file is the model of the template that deployed the VPC', () => {
  test.each(Object.keys(FIXTURES))('for %s', async (name) => {
    const template = FIXTURES[name]?.() as Template;
    const model = modelOf(template);
    const { stdout, stderr, status } = await describeWith(accountOf(template), model.vpc.id);
    expect({ stderr, status }).toEqual({ stderr: expect.not.stringContaining('not in the file'), status: 0 });
    const read = modelOfFile(stdout);
    expect(comparable(read)).toEqual(comparable(model));
    expect(read.unread).toEqual([]);
    expect(codeOf(stackOfFile(stdout), new Map())).toEqual(codeOf(stackOf(template), namesOf(template)));
    for (const words of UNWANTED) expect(stdout).not.toContain(words);
  });
});

const classic = modelOf(classicTemplate());
const account = accountOf(classicTemplate());

test('the file has the hosts of variables, and nothing else of their values', async () => {
  const [fn] = classic.workloads.filter(({ kind }) => kind === 'function');
  const variables = {
    STRIPE: 'https://user:hunter2@api.stripe.com/v1?key=sk_live_1#secret-fragment',
    DB_PASSWORD: 'correct-horse-battery',
    DATABASE_URL: 'postgres://app:hunter3@db.example.com/app',
    DB_HOST: 'other.example.com',
    NOTE: 'nothing to see',
  };
  const { stdout } = await describeWith(
    accountOf(classicTemplate(), { [fn?.logicalId ?? '']: variables }),
    classic.vpc.id,
  );
  expect(stdout).not.toMatch(/hunter|sk_live|correct-horse|secret-fragment|nothing to see|app:/);
  const { targets } = findTargets(stackOfFile(stdout));
  const urls = targets.map(({ url }) => url);
  expect(urls).toEqual(expect.arrayContaining(['https://api.stripe.com', 'tcp://db.example.com:5432']));
  expect(modelOfFile(stdout).notices).toContainEqual(
    expect.stringMatching(/the variable DB_HOST of .* may lead to a host .*--target/),
  );
});

test('whether an instance checks source and destination is in the file', async () => {
  const checks = async (properties: object) => {
    const template = templateWithCode();
    for (const resource of Object.values(template.Resources))
      if (resource.Type === 'AWS::EC2::Instance') Object.assign(resource.Properties ?? {}, properties);
    const { stdout } = await describeWith(accountOf(template), modelOf(template).vpc.id);
    const { instances } = JSON.parse(stdout).workloads;
    return instances.map(({ sourceDestCheck }: { sourceDestCheck: boolean }) => sourceDestCheck);
  };
  expect(await checks({})).toEqual([true]);
  expect(await checks({ SourceDestCheck: false })).toEqual([false]);
});

test("what an ECS service's containers name is found", async () => {
  const template = templateWithCode();
  const { stdout } = await describeWith(accountOf(template), modelOf(template).vpc.id);
  expect(findTargets(stackOfFile(stdout)).targets.map(({ url }) => url)).toEqual(
    expect.arrayContaining([
      'oci://public.ecr.aws/nginx/nginx:1',
      'https://search.example.net',
      'https://secretsmanager.us-west-2.amazonaws.com',
      'https://logs.us-west-2.amazonaws.com',
    ]),
  );
});

test('who pulls the images of a service is known, and where the service stands', async () => {
  const callers = async (RequiresCompatibilities: unknown) => {
    const template = templateWithCode();
    Object.assign(template.Resources.Tasks?.Properties ?? {}, { RequiresCompatibilities });
    const { stdout } = await describeWith(accountOf(template), modelOf(template).vpc.id);
    const stack = stackOfFile(stdout);
    const image = findTargets(stack).targets.find(({ url }) => url.includes('nginx'));
    return [image?.caller, withStarters(image?.workloads ?? [], networkOfFile(stdout))];
  };
  const places = ['Tasks:3', 'main/Front'];
  expect(await callers(['FARGATE'])).toEqual(['fargate', places]);
  expect(await callers(['EC2'])).toEqual(['ecs-agent', places]);
});

const DENIED = () => refusal(ec2Errors, 403, 'UnauthorizedOperation', 'You are not authorized');

/** What each denial makes unknown, as an id of the model, or the names that it hides. */
const DENIALS = [
  ['DescribeNetworkAcls', 'ec2:DescribeNetworkAcls', 'network ACLs'],
  ['DescribeRouteTables', 'ec2:DescribeRouteTables', 'route tables'],
  ['DescribeNatGateways', 'ec2:DescribeNatGateways', 'NAT gateways'],
  ['DescribeVpcEndpoints', 'ec2:DescribeVpcEndpoints', 'VPC endpoints'],
] as const;

test.each(DENIALS)('without %s the rest is read, and what that hides is unknown', async (...denial) => {
  const [operation, permission, what] = denial;
  const { stdout, stderr, status } = await describeWith({ ...account, [operation]: DENIED }, classic.vpc.id);
  expect(status).toBe(1);
  expect(stderr).toContain(`not in the file: the ${what}`);
  expect(stderr).toContain(`add ${permission} to their policy`);
  expect((JSON.parse(stdout) as VpcFile).gaps).toContainEqual(
    expect.objectContaining({ what, permission, why: expect.stringContaining('not allowed') }),
  );
  const read = modelOfFile(stdout);
  const unread = read.unread.filter(({ logicalId }) => logicalId === what);
  expect(unread).toEqual([expect.objectContaining({ error: expect.any(Error) })]);
  const [{ affects, hides } = { affects: [], hides: [] }] = unread;
  const met = [
    ...read.subnets.flatMap(({ routeTableId, networkAclId }) => [routeTableId, networkAclId]),
    ...classic.gateways.map(({ id }) => id),
  ];
  expect(hides ?? affects.filter((id) => met.includes(id))).not.toEqual([]);
});

test('without the groups no workload has a known place', async () => {
  const { stdout } = await describeWith({ ...account, DescribeSecurityGroups: DENIED }, classic.vpc.id);
  const { workloads, securityGroups } = modelOfFile(stdout);
  const known = new Set(securityGroups.map(({ id }) => id));
  expect(workloads.length).toBeGreaterThan(0);
  expect(workloads.filter(({ securityGroupIds }) => securityGroupIds.some((id) => known.has(id)))).toEqual(
    [],
  );
});

test('a throttled call is tried again', async () => {
  let calls = 0;
  const { stderr, status } = await describeWith(
    {
      ...account,
      DescribeRouteTables: (asked) => {
        calls += 1;
        if (calls < 3) return refusal(ec2Errors, 503, 'RequestLimitExceeded', 'Request limit exceeded.');
        return account.DescribeRouteTables?.(asked) ?? DENIED();
      },
    },
    classic.vpc.id,
  );
  expect({ calls, status }).toEqual({ calls: 3, status: 0 });
  expect(stderr).not.toContain('not in the file');
});

test.each([
  [{}, 'vpc-0fedcba9876543210', 'there is no VPC "vpc-0fedcba9876543210" in us-west-2'],
  [{ DescribeVpcs: DENIED }, classic.vpc.id, 'add ec2:DescribeVpcs to their policy'],
  [{ DescribeSubnets: DENIED }, classic.vpc.id, 'add ec2:DescribeSubnets to their policy'],
])('without the VPC and its subnets there is no file: %j, %s', async (changes, id, words) => {
  const { stdout, stderr, status } = await describeWith({ ...account, ...changes }, id);
  expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
  expect(stderr).toContain(words);
});

test('functions of another VPC, deleted gateways and blocks that left are not in the file', async () => {
  const { stdout } = await describeWith(account, classic.vpc.id);
  expect(stdout).not.toMatch(/"outside"|nat-0fedcba9876543210|eigw-0fedcba9876543210|2600:1f14:9::/);
});

test('Lambda is asked by its own permission', async () => {
  const denied = () => ({ ...DENIED(), body: '{"__type":"AccessDeniedException"}' });
  const headers = { 'x-amzn-errortype': 'AccessDeniedException' };
  const { stderr } = await describeWith(
    { ...account, [LIST_FUNCTIONS]: () => ({ ...denied(), headers }) },
    classic.vpc.id,
  );
  expect(stderr).toContain('add lambda:ListFunctions to their policy');
});

test('the page lists the permission for each call, and no other', async () => {
  const { Resources } = templateWithCode();
  const template = { Resources: { ...Resources, ...UNUSUAL } };
  const model = modelOf(template);
  const aws = await startAwsStandIn(accountOf(template));
  await natless(['describe', model.vpc.id], { env: userEnvironment(aws) });
  await aws.stop();
  const called = new Set(
    aws.asked.map(({ operation }) => (operation === LIST_FUNCTIONS ? 'ListFunctions' : operation)),
  );
  const text = readFileSync(join(ROOT, 'docs', 'describe.md'), 'utf8');
  const listed = [...text.matchAll(/`(?:ec2|lambda|ecs|iam|route53):(\w+)`/g)].map(
    ([, operation = '']) => operation,
  );
  expect(listed.toSorted()).toEqual([...called].toSorted());
});
