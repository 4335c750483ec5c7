/** Several templates that import from one another, as one network. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTemplateFiles } from '../../../lib/lab/template/assembly.ts';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import { mergeTemplates } from '../../../lib/lab/template/merge-templates.ts';
import type { Template } from '../../../lib/lab/template/template.ts';
import { dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';

const NETWORK: Template = {
  ...dualStackTemplate(),
  Outputs: {
    Vpc: { Value: { Ref: 'Vpc' }, Export: { Name: { 'Fn::Sub': `\${AWS::StackName}-VpcId` } } },
    Table: { Value: { Ref: 'PrivateTable' }, Export: { Name: 'table' } },
  },
};

const imported = (name: unknown) => ({ 'Fn::ImportValue': name });

/** With names of its own and names that the network has, too. */
const APP: Template = {
  Parameters: { Network: { Type: 'String', Default: 'network' } },
  Conditions: { Always: { 'Fn::Equals': ['a', 'a'] } },
  Mappings: { Blocks: { here: { block: '10.1.77.0/24' } } },
  Resources: {
    PrivateA: {
      Type: 'AWS::EC2::Subnet',
      Condition: 'Always',
      Properties: {
        VpcId: imported({ 'Fn::Sub': `\${Network}-VpcId` }),
        CidrBlock: { 'Fn::FindInMap': ['Blocks', 'here', 'block'] },
        Tags: [
          {
            Key: 'Name',
            Value: {
              'Fn::Sub': [
                `\${PrivateB}/\${AWS::StackName}/\${!x}/\${own}`,
                { own: { Ref: 'AWS::StackName' } },
              ],
            },
          },
        ],
      },
    },
    PrivateB: { Type: 'Custom::Name' },
    Tie: {
      Type: 'AWS::EC2::SubnetRouteTableAssociation',
      DependsOn: 'PrivateB',
      Properties: {
        SubnetId: { 'Fn::If': ['Always', { 'Fn::GetAtt': 'PrivateA.SubnetId' }, ''] },
        RouteTableId: imported('table'),
      },
    },
  },
};

function build(first: Template, beside: Record<string, Template>, props: object = {}) {
  const named = Object.entries(beside).map(([stackName, template]) => ({ stackName, template }));
  const whole = { ...MODEL_PROPS, ...props };
  const { template, parameters } = mergeTemplates(
    { stackName: 'network', template: first, beside: named },
    whole,
  );
  return buildModel(template, { ...whole, parameters });
}

const VALUES = { values: { 'app:PrivateB.Ref': 'b' } };

describe('two templates', () => {
  test('are one network, in which names that both have are told apart', () => {
    const { subnets, routeTables } = build(NETWORK, { app: APP }, VALUES);
    const table = routeTables.find(({ logicalId }) => logicalId === 'PrivateTable');
    expect(subnets.map(({ logicalId }) => logicalId)).toEqual([
      'PublicA',
      'PrivateA',
      'PrivateB',
      'app:PrivateA',
    ]);
    expect(subnets[3]).toMatchObject({
      ipv4CidrBlock: '10.1.77.0/24',
      routeTableId: table?.id,
      name: `b/app/\${x}/app`,
    });
    expect(subnets.slice(0, 3)).toEqual(buildModel(NETWORK, MODEL_PROPS).subnets);
  });

  test('may import under the name that the stack really has', () => {
    const { subnets } = build(NETWORK, { app: APP }, { ...VALUES, parameters: { Network: 'prod' } });
    expect(subnets).toHaveLength(4);
  });

  test('share the parameters that both have', () => {
    const Parameters = { Block: { Type: 'String' } };
    const first = { ...NETWORK, Parameters };
    const app = structuredClone({ ...APP, Parameters: { ...APP.Parameters, ...Parameters } });
    Object.assign(app.Resources.PrivateA?.Properties ?? {}, { CidrBlock: { Ref: 'Block' } });
    const { subnets } = build(first, { app }, { ...VALUES, parameters: { Block: '10.1.78.0/24' } });
    expect(subnets[3]?.ipv4CidrBlock).toBe('10.1.78.0/24');
  });

  test('need a choice where both define a VPC', () => {
    const other = dualStackTemplate({ ProbeA: undefined, ProbeB: undefined });
    expect(() => build(NETWORK, { other })).toThrow(
      'the template has 2 VPCs (Vpc, other:Vpc), and the lab builds one: choose it with --vpc',
    );
    expect(build(NETWORK, { other }, { vpc: 'Vpc' }).vpc).toEqual(buildModel(NETWORK, MODEL_PROPS).vpc);
  });

  test('and two exports of one ending are an error, which the user’s own value settles', () => {
    const second = {
      Resources: {},
      Outputs: { V: { Value: 'vpc-1', Export: { Name: { 'Fn::Sub': `\${AWS::StackName}-VpcId` } } } },
    };
    const props = { ...VALUES, parameters: { Network: 'prod' } };
    const tables = (more: object) => build(NETWORK, { app: APP, second }, { ...props, ...more }).notices;
    expect(tables({}).join()).toContain('two templates export what "prod-VpcId" may be');
    const vpcId = buildModel(NETWORK, MODEL_PROPS).vpc.id;
    expect(tables({ imports: { 'prod-VpcId': vpcId } }).join()).not.toContain('two templates');
  });
});

test('one template is left as it is, and several files are stacks that are called like them', async () => {
  expect(mergeTemplates({ stackName: null, template: APP }, MODEL_PROPS).template).toBe(APP);
  const folder = mkdtempSync(join(tmpdir(), 'natless-test-'));
  const file = (name: string, template: Template) => {
    writeFileSync(join(folder, name), JSON.stringify(template));
    return join(folder, name);
  };
  const { stackName, beside } = await readTemplateFiles([
    file('network.json', NETWORK),
    file('my_app.v2.yaml', APP),
  ]);
  expect([stackName, ...(beside ?? []).map((each) => each.stackName)]).toEqual(['network', 'my-app-v2']);
});
