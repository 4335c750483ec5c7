/** `natless what-if` on a classic VPC: the answer, the file that it writes, and what breaks without each change. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import type { Template } from '../../lib/lab/template/template.ts';
import { parseYamlTemplate } from '../../lib/lab/template/yaml-template.ts';
import type { WhatIf } from '../../lib/report/inputs/what-if.ts';
import { natless } from '../command.ts';
import { classicTemplate, withoutNatGateway } from '../what-if/classic.ts';
import { gatewayEndpoint } from './fixtures/vpc-endpoint.ts';
import { lab, reportIn } from './lab-command.ts';

const refused = inject('labRefused');
const CLASSIC = join(import.meta.dirname, '..', 'what-if', 'fixtures', 'classic.yaml');
const ECHO = 'https://ifconfig.me';
const STS = 'https://sts.us-west-2.amazonaws.com';

const folder = mkdtempSync(join(tmpdir(), 'natless-test-what-if-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function whatIf(...args: readonly string[]): Promise<{ status: number | null; answer: WhatIf }> {
  const { status, stdout } = await natless(['what-if', '--template', CLASSIC, '--json', ...args]);
  return { status, answer: JSON.parse(stdout) };
}

describe.skipIf(refused !== null).concurrent('a VPC with a NAT gateway and no IPv6', () => {
  const written = join(folder, 'new.yaml');

  test('can lose the gateway after the named changes, and the written file proves it', async () => {
    const { status, answer } = await whatIf(
      '--only-mine',
      '--target',
      ECHO,
      '--target',
      STS,
      '--write',
      written,
    );
    expect(
      answer.rows.map(({ target, workloads, today, needs, line }) => ({
        target,
        workloads,
        today,
        needs,
        line,
      })),
    ).toEqual([
      { target: ECHO, workloads: ['Worker in Private'], today: 'nat', needs: 'network', line: null },
      {
        target: STS,
        workloads: ['Worker in Private'],
        today: 'nat',
        needs: 'network-and-code',
        line: 'AWS_USE_DUALSTACK_ENDPOINT=true',
      },
    ]);
    expect(answer.rows.map(({ advice }) => advice?.lines.map(({ language }) => language) ?? null)).toEqual([
      null,
      ['python'],
    ]);
    expect(answer.written?.file).toBe(written);
    expect(answer).toMatchObject({ canGo: true, confirmed: true, natGateways: [{ logicalId: 'Nat' }] });
    expect(answer.money?.natGateways).toBe(1);
    expect(status).toBe(0);
    const ended = await lab('--json', '--template', written, '--only-mine', '--target', ECHO);
    const [run] = reportIn(ended).runs;
    expect(run?.targets[0]).toMatchObject({ path: 'eigw', verdict: 'pass' });
    expect(run?.lab?.referee.agrees).toBe(true);
  });

  test("is asked for what the function's role and variables name, and tells each apart", async () => {
    const { status, answer } = await whatIf();
    const needs = Object.fromEntries(answer.rows.map((row) => [row.target, row.needs]));
    expect(needs).toMatchObject({
      'https://dynamodb.us-west-2.amazonaws.com': 'network-and-code',
      'https://sqs.us-west-2.amazonaws.com': 'network',
      'https://secretsmanager.us-west-2.amazonaws.com': 'network',
      'https://api.stripe.com': 'unknown',
    });
    expect(answer.rows.at(-1)?.foundIn).toEqual(['Worker: Environment.PAYMENTS']);
    expect(answer.demonstration).toBe(false);
    expect(status).toBe(1);
  });

  test('is not overwritten without --force', async () => {
    const present = join(folder, 'present.yaml');
    writeFileSync(present, 'mine');
    const { status, stderr } = await natless(['what-if', '--template', CLASSIC, '--write', present]);
    expect(stderr).toContain(`"${present}" exists`);
    expect(status).toBe(2);
    expect(readFileSync(present, 'utf8')).toBe('mine');
  });

  test.each([
    ['default-route', 'ConnectTimeout'],
    ['security-group', 'ConnectTimeout'],
    ['network-acl', 'ConnectTimeout'],
    ['workload-flag', 'NetworkUnreachable'],
  ])(
    'breaks without the change of the kind %s, and the row says which workload and why',
    async (kind, code) => {
      const { status, answer } = await whatIf('--only-mine', '--target', ECHO, '--skip', kind);
      expect(answer.rows).toMatchObject([
        { workloads: ['Worker in Private'], needs: 'paid', withIpv6: { unchanged: 'none' }, cause: { code } },
      ]);
      expect(answer).toMatchObject({ canGo: false, confirmed: true });
      expect(status).toBe(1);
    },
  );
});

test.skipIf(refused !== null)(
  'a Fargate task loses its image with the NAT gateway, though its code goes over IPv6',
  async () => {
    const template = classicTemplate();
    const image = 'ecr-public.aws.com/nginx/nginx:1';
    Object.assign(template.Resources, {
      Task: {
        Type: 'AWS::ECS::TaskDefinition',
        Properties: {
          RequiresCompatibilities: ['FARGATE'],
          ContainerDefinitions: [{ Name: 'web', Image: image, Environment: [{ Name: 'ECHO', Value: ECHO }] }],
        },
      },
      Service: {
        Type: 'AWS::ECS::Service',
        Properties: {
          TaskDefinition: { Ref: 'Task' },
          NetworkConfiguration: {
            AwsvpcConfiguration: { Subnets: [{ Ref: 'Private' }], SecurityGroups: [{ Ref: 'Group' }] },
          },
        },
      },
    });
    const file = join(folder, 'fargate.json');
    writeFileSync(file, JSON.stringify(template));
    const { status, stdout } = await natless([
      'what-if',
      '--template',
      file,
      '--json',
      '--workload',
      'Service',
    ]);
    const answer = JSON.parse(stdout) as WhatIf;
    const rows = answer.rows.filter(({ target }) => target === ECHO || target.includes('nginx'));
    expect(rows).toMatchObject([
      {
        ...{ caller: 'fargate', target: `oci://${image}`, workloads: ['Service in Private'], today: 'nat' },
        ...{ needs: 'paid', cause: { code: 'FargateOverIpv4' } },
      },
      { caller: 'code', target: ECHO, workloads: ['Service in Private'], needs: 'network' },
    ]);
    expect(answer).toMatchObject({
      canGo: false,
      confirmed: true,
      money: { neededFor: 'the NAT gateway as it is' },
    });
    expect(status).toBe(1);
  },
);

test.skipIf(refused !== null)(
  'the image of a task on EC2 is fetched from where its instances stand, through their endpoints',
  async () => {
    const file = join(import.meta.dirname, '..', 'what-if', 'fixtures', 'ecs-on-ec2.yaml');
    const { stdout } = await natless(['what-if', '--template', file, '--json']);
    const { rows, confirmed } = JSON.parse(stdout) as WhatIf;
    const pulls = rows.filter(({ caller }) => caller === 'ecs-agent');
    expect(pulls.map(({ target }) => target.replace(/^\w+:\/\/([^.]+).*$/, '$1')).toSorted()).toEqual(
      ['111122223333', 'api', 'prod-us-west-2-starport-layer-bucket'].toSorted(),
    );
    for (const row of pulls)
      expect(row).toMatchObject({
        ...{ workloads: ['Instances in Hosts'], today: 'vpc-endpoint', needs: 'nothing' },
      });
    // From the service's own interface the same endpoints refuse it.
    const own = rows.find(
      ({ target, workloads }) => target.includes('api.ecr') && workloads.includes('Service in Tasks'),
    );
    expect(own).toMatchObject({ caller: 'code', today: 'none' });
    expect(confirmed).toBe(true);
  },
);

test.skipIf(refused !== null)(
  'a pull that the policy of an endpoint stops is broken, and unknown where a condition decides',
  async () => {
    const fixture = join(import.meta.dirname, '..', 'what-if', 'fixtures', 'ecs-on-ec2.yaml');
    const template = parseYamlTemplate(readFileSync(fixture, 'utf8')) as Template;
    const all = { Principal: '*', Action: '*', Resource: '*' };
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } };
    Object.assign(template.Resources.Registry?.Properties ?? {}, {
      PolicyDocument: { Statement: [{ Effect: 'Deny', ...all }] },
    });
    Object.assign(template.Resources.Layers?.Properties ?? {}, {
      PolicyDocument: { Statement: [{ Effect: 'Allow', ...all, Condition }] },
    });
    const file = join(folder, 'policies.json');
    writeFileSync(file, JSON.stringify(template));
    const { stdout } = await natless(['what-if', '--template', file, '--json']);
    const { rows, canGo } = JSON.parse(stdout) as WhatIf;
    const pulls = rows.filter(({ caller }) => caller === 'ecs-agent');
    const rowOf = (begin: string) => pulls.find(({ target }) => target.startsWith(begin));
    const [api, image, layers] = ['https://api', 'oci://', 'https://prod'].map(rowOf);
    expect(api).toMatchObject({ today: 'vpc-endpoint', needs: 'nothing' });
    expect(image).toMatchObject({ today: 'none', cause: { code: 'AccessDenied' } });
    expect(image?.cause?.message).toContain('VPC endpoint Registry does not allow ecr:BatchGetImage');
    expect(layers).toMatchObject({ today: 'unknown', needs: 'unknown', cause: { code: 'UnknownToLab' } });
    expect(layers?.cause?.message).toContain('VPC endpoint Layers');
    expect(canGo).toBe(null);
  },
);

describe.skipIf(refused !== null).concurrent('a VPC with IPv6 and no NAT gateway', () => {
  const S3 = 'https://s3.us-west-2.amazonaws.com';

  async function answerFor(name: string, template: unknown, ...targets: readonly string[]): Promise<WhatIf> {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify(template));
    const named = targets.flatMap((target) => ['--target', target]);
    const args = ['what-if', '--template', file, '--json', '--only-mine', ...named];
    const { stdout } = await natless(args);
    return JSON.parse(stdout);
  }

  test('reaches S3 through its gateway endpoint as it is, and all else through the egress-only gateway', async () => {
    const template = withoutNatGateway();
    Reflect.set(template.Resources, 'Endpoint', gatewayEndpoint());
    const { rows, natGateways, confirmed } = await answerFor('endpoint', template, S3, ECHO);
    expect(rows).toMatchObject([
      { target: S3, today: 'vpc-endpoint', withoutNat: { unchanged: 'vpc-endpoint' }, needs: 'nothing' },
      { target: ECHO, today: 'eigw', withoutNat: { unchanged: 'eigw' }, needs: 'nothing' },
    ]);
    expect(natGateways).toEqual([]);
    expect(confirmed).toBe(true);
  });

  test('passes no target by luck where its network ACL lets in a part of the replies', async () => {
    const template = withoutNatGateway();
    const replies = Object.entries(template.Resources).filter(([id]) => /^Acl(Replies|Ipv6Ingress)/.test(id));
    expect(replies).toHaveLength(2);
    for (const [, { Properties = {} }] of replies)
      Object.assign(Properties, { PortRange: { From: 32_768, To: 60_999 } });
    const eight = Array.from({ length: 8 }, (_, number) => `${ECHO}/${number}`);
    const { rows } = await answerFor('narrow', template, ...eight);
    expect(rows).toHaveLength(eight.length);
    for (const row of rows) {
      expect(row).toMatchObject({ today: 'none', needs: 'broken' });
      expect(row.cause?.remedy).toContain('Acl');
    }
  });
});

describe('status 2 and a sentence for', () => {
  test.each([
    [
      'no network to ask about',
      ['what-if'],
      'name yours with --template FILE, --assembly DIR or --vpc-file FILE',
    ],
    [
      'a kind of change that does not exist',
      ['what-if', '--template', CLASSIC, '--skip', 'nat'],
      '"nat" is not one of vpc-block',
    ],
    [
      'a language that the table does not have',
      ['what-if', '--template', CLASSIC, '--language', 'pyton'],
      '"pyton" is not one of javascript, python, java, go, dotnet, rust, cli, terraform, config, environment (did you mean "python"?)',
    ],
    [
      'a number of gigabytes that is not one',
      ['what-if', '--template', CLASSIC, '--nat-gb', 'x'],
      'write a number of gigabytes',
    ],
    [
      'a file that cannot be written',
      ['what-if', '--template', CLASSIC, '--write', join(folder, 'absent', 'new.yaml')],
      'cannot be written: there is no folder of that name',
    ],
  ])('%s', async (_, args, sentence) => {
    const { status, stderr } = await natless(args);
    expect(stderr).toContain(sentence);
    expect(status).toBe(2);
  });
});
