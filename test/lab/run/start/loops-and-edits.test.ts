/** Changes of a template whose resources a loop makes: each is of one of them. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readNetwork } from '../../../../lib/lab/run/start/world-model.ts';
import { DEFAULT_REQUEST, type LabRequest } from '../../../../lib/lab/session/request.ts';

const FILE = join(mkdtempSync(join(tmpdir(), 'loops-')), 'looped.json');
writeFileSync(
  FILE,
  JSON.stringify({
    Transform: 'AWS::LanguageExtensions',
    Parameters: { Names: { Type: 'CommaDelimitedList', Default: '1,2' } },
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.1.0.0/16' } },
      'Fn::ForEach::Subnets': [
        'Number',
        { Ref: 'Names' },
        {
          'Subnet${Number}': {
            Type: 'AWS::EC2::Subnet',
            // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own syntax
            Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.1.${Number}.0/24' },
          },
        },
      ],
    },
  }),
);

async function subnets(changes: Partial<LabRequest>) {
  const source = { kind: 'template', path: FILE } as const;
  const { model, template } = await readNetwork({ ...DEFAULT_REQUEST, source, ...changes });
  expect(Object.keys(template.Resources)).toEqual([
    'Vpc',
    ...model.subnets.map(({ logicalId }) => logicalId),
  ]);
  return model.subnets.map(({ logicalId, mapPublicIpOnLaunch }) => [logicalId, mapPublicIpOnLaunch]);
}

test('a change is of the resource that it names', async () => {
  const path = ['Resources', 'Subnet2', 'Properties', 'MapPublicIpOnLaunch'];
  expect(await subnets({ edits: [{ path, value: true }] })).toEqual([
    ['Subnet1', false],
    ['Subnet2', true],
  ]);
});

test('one of them can be taken out', async () => {
  expect(await subnets({ without: ['Subnet1'] })).toEqual([['Subnet2', false]]);
});

test('the values of parameters say which there are', async () => {
  expect(await subnets({ parameters: { Names: '7' } })).toEqual([['Subnet7', false]]);
});
