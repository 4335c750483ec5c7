/** What a template file may hold apart from its values: encodings, sizes, nesting, aliases; and which names it may use. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readAssembly, readTemplateFile } from '../../../lib/lab/template/assembly.ts';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import type { Template } from '../../../lib/lab/template/template.ts';
import { TemplateError } from '../../../lib/lab/template/template-error.ts';
import { dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';

const JSON_TEXT = JSON.stringify({ Resources: { Vpc: { Type: 'AWS::EC2::VPC', Metadata: { ü: '€' } } } });
const YAML_TEXT = 'Resources:\n  Vpc:\n    Type: AWS::EC2::VPC\n    Metadata:\n      ü: €\n';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'natless-test-document-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(content: string | Uint8Array): string {
  const path = join(folder, 'template');
  writeFileSync(path, content);
  return path;
}

async function read(content: string | Uint8Array): Promise<Template> {
  return (await readTemplateFile(write(content))).template;
}

function bigEndian(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

describe.each([
  ['JSON', JSON_TEXT],
  ['YAML', YAML_TEXT],
])('a template in %s is read', (_, text) => {
  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 with a byte order mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, big-endian', bigEndian(`\ufeff${text}`)],
    ['UTF-8 with line ends of Windows', Buffer.from(text.replaceAll('\n', '\r\n'))],
  ])('in %s', async (_, bytes) => {
    expect(await read(bytes)).toEqual(JSON.parse(JSON_TEXT));
  });
});

test('an assembly with byte order marks is read', () => {
  const artifacts = {
    Natless: { type: 'aws:cloudformation:stack', properties: { templateFile: 'template' } },
  };
  writeFileSync(join(folder, 'manifest.json'), `\ufeff${JSON.stringify({ artifacts })}`);
  write(`\ufeff${JSON_TEXT}`);
  expect(readAssembly(folder).template).toEqual(JSON.parse(JSON_TEXT));
});

const deep = (levels: number, open: string, close: string) =>
  `{"Resources": {"A": {"Type": "T", "Properties": {"P": ${open.repeat(levels)}1${close.repeat(levels)}}}}}`;
const yamlDeep = (levels: number, open: string, close = '') =>
  `Resources:\n  A:\n    Type: T\n    Properties:\n      P: ${open.repeat(levels)}1${close.repeat(levels)}\n`;
const block = (levels: number) =>
  Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:`).join('\n');
const keys = (count: number) => Array.from({ length: count }, (_, index) => `k${index}: 1`).join('\n');

/** Each alias repeats the anchor before it nine times. */
const BOMB = [...'abcdefghij']
  .map((name, index, all) => `${name}: &${name} [${Array(9).fill(index === 0 ? '1' : `*${all[index - 1]}`)}]`)
  .join('\n');

const withId = (id: string) => `{"Resources": {${JSON.stringify(id)}: {"Type": "AWS::S3::Bucket"}}}`;
const withResource = (resource: unknown) => JSON.stringify({ Resources: { A: resource } });

describe('a sentence, within seconds, for', () => {
  test.each<[what: string, content: string | Uint8Array, message: string]>([
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff]), 'it is not valid UTF-8: save it as UTF-8'],
    ['UTF-16 that ends halfway', Buffer.from([0xff, 0xfe, 0x7b]), 'it is not valid UTF-16LE'],
    ['UTF-16 without a byte order mark', Buffer.from(JSON_TEXT, 'utf16le'), 'cannot be read as JSON or YAML'],
    [
      'a NUL in a text',
      '{"Resources": {"A": {"Type": "T\\u0000"}}}',
      'the text "T\\u0000" has a NUL character',
    ],
    ['a NUL in a key', '{"Resources": {}, "\\u0000": 1}', 'the text "\\u0000" has a NUL character'],
    ['nothing', '', 'cannot be read as JSON or YAML: it is empty'],
    ['blanks', '\n  \n', 'cannot be read as JSON or YAML: it is empty'],
    [
      'a comment',
      '# later\n',
      'is not a CloudFormation template: it has no values, and should have Resources',
    ],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n\0\0', 'latin1'), 'it is binary data: name a text file'],
    ['more than 8 MB', ' '.repeat(8_388_609), 'it has 8388609 bytes, more than 8 MB'],
    ['lists that are nested 101 deep', deep(101, '[', ']'), 'its values are nested more than 100 deep'],
    ['lists that are nested 400,000 deep', deep(400_000, '[', ']'), 'nested more than 100 deep'],
    ['objects that are nested 100,000 deep', deep(100_000, '{"a":', '}'), 'nested more than 100 deep'],
    ['YAML lists that are nested 300,000 deep', yamlDeep(300_000, '[', ']'), 'nested more than 100 deep'],
    ['YAML lists that never close', yamlDeep(500_000, '['), 'nested more than 100 deep'],
    ['YAML lists in one line', `${'- '.repeat(200_000)}1`, 'nested more than 100 deep'],
    ['YAML keys in one line', `[${'a: '.repeat(20_000)}]`, 'nested more than 100 deep'],
    ['YAML maps that are nested 900 deep', block(900), 'nested more than 100 deep'],
    ['40,000 keys of YAML', keys(40_000), 'is not a CloudFormation template: it has no Resources'],
    ['50,000 faults of YAML', 'a: ]\n'.repeat(50_000), 'cannot be read as JSON or YAML'],
    ['aliases that repeat one another', BOMB, 'its aliases cannot be followed'],
    ['an alias to itself', 'Resources: &a\n  A: *a\n', 'cannot be read as JSON or YAML'],
    ['an alias to itself, twice', 'Resources: &a\n  A: [*a, *a]\n', 'cannot be read as JSON or YAML'],
    [
      '__proto__ as a logical id',
      withId('__proto__'),
      'the logical id "__proto__" should be 1 to 255 letters',
    ],
    ['a line break in a logical id', withId('A\nB'), 'the logical id "A\\nB" should be'],
    ['an empty logical id', withId(''), 'the logical id "" should be'],
    ['a Type that is a number', withResource({ Type: 5 }), 'Resources.A.Type is 5, and should be a string'],
    ['a Type that is a list', withResource({ Type: [] }), 'Resources.A.Type is [], and should be a string'],
    ['no Type', withResource({}), 'it has no Resources that each have a Type (Resources.A.Type is missing)'],
    ['a resource that is a text', withResource('x'), 'Resources.A is "x", and should be an object'],
    [
      'Resources that are a list',
      '{"Resources": [{"Type": "T"}]}',
      'Resources is [{"Type":"T"}], and should be',
    ],
    [
      'Properties that are a list',
      withResource({ Type: 'T', Properties: [] }),
      'Resources.A.Properties is []',
    ],
    [
      'DependsOn a number',
      withResource({ Type: 'T', DependsOn: 1 }),
      'should be a logical id or a list of them',
    ],
    [
      'a Condition that is an object',
      withResource({ Type: 'T', Condition: {} }),
      'Resources.A.Condition is {}',
    ],
    [
      'Parameters that are a text',
      '{"Resources": {}, "Parameters": "x"}',
      'Parameters is "x", and should be',
    ],
    [
      '20,001 resources',
      JSON.stringify({
        Resources: Object.fromEntries(
          Array.from({ length: 20_001 }, (_, index) => [`A${index}`, { Type: 'T' }]),
        ),
      }),
      'it has 20001 resources, and a template takes 20000',
    ],
  ])('%s', async (_, content, message) => {
    const used = process.threadCpuUsage();
    const error = await read(content).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TemplateError);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message.length).toBeLessThan(700);
    // A busy machine stretches the clock, not the processor time; quadratic reading would take minutes of it.
    expect(process.threadCpuUsage(used).user / 1e6).toBeLessThan(10);
  });

  test('a named pipe, without waiting for a writer', async () => {
    const pipe = join(folder, 'pipe');
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    await expect(readTemplateFile(pipe)).rejects.toThrow('it is not a file');
  });

  test.each(['/dev/zero', '/'])('%s', async (path) => {
    await expect(readTemplateFile(path)).rejects.toThrow(TemplateError);
  });

  test.each([
    ['a template outside', { templateFile: '../template' }, 'is not in the assembly'],
    [
      'a stack name with a line break',
      { stackName: 'a\nb' },
      'stack name is "a\nb", which AWS does not allow',
    ],
  ])('an assembly that names %s', (_, properties, message) => {
    const artifacts = { Natless: { type: 'aws:cloudformation:stack', properties } };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ artifacts }));
    writeFileSync(join(folder, 'Natless.template.json'), JSON_TEXT);
    expect(() => readAssembly(folder)).toThrow(TemplateError);
    expect(() => readAssembly(folder)).toThrow(message);
  });

  test('an assembly that is bound to an account with letters', () => {
    const artifacts = { Natless: { type: 'aws:cloudformation:stack', environment: 'aws://x/us-west-2' } };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ artifacts }));
    writeFileSync(join(folder, 'Natless.template.json'), JSON_TEXT);
    expect(() => readAssembly(folder)).toThrow('account is "x", which AWS does not allow');
  });
});

test('what is nested 90 deep is read, in JSON and in YAML', async () => {
  await expect(read(deep(90, '[', ']'))).resolves.toBeDefined();
  await expect(read(yamlDeep(90, '[', ']'))).resolves.toBeDefined();
});

test('brackets in a text and a deep indentation in a block of text are not nesting', async () => {
  const code = `${' '.repeat(300)}${'['.repeat(300)}`;
  const text = `Resources:\n  A:\n    Type: T\n    Properties:\n      Q: "${'['.repeat(300)}"\n      Code: |\n        x\n        ${code}\n`;
  expect((await read(text)).Resources.A?.Properties?.Code).toBe(`x\n${code}\n`);
});

test('one alias is followed', async () => {
  const template = await read('Resources:\n  A: &a\n    Type: T\n  B: *a\n');
  expect(template.Resources.B).toEqual({ Type: 'T' });
});

describe('values that depend on themselves or grow without bounds are refused', () => {
  const attribute = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });
  const subnet = (CidrBlock: unknown) => ({
    Type: 'AWS::EC2::Subnet',
    Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock },
  });
  const chain = (length: number, link: (next: string) => unknown) =>
    Object.fromEntries(
      Array.from({ length }, (_, index) => [
        `Chain${index}`,
        subnet(index === length - 1 ? '10.1.7.0/24' : link(`Chain${index + 1}`)),
      ]),
    );
  const bucket = (BucketName: unknown) => ({ Type: 'AWS::S3::Bucket', Properties: { BucketName } });
  const doubling = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [
      `Name${index}`,
      bucket(
        index === 59 ? 'x' : { 'Fn::Join': ['', [{ Ref: `Name${index + 1}` }, { Ref: `Name${index + 1}` }]] },
      ),
    ]),
  );

  test.each<[what: string, resources: Template['Resources'], message: string]>([
    [
      'a block of the VPC that is its own',
      {
        Ipv6Block: {
          Type: 'AWS::EC2::VPCCidrBlock',
          Properties: {
            VpcId: { Ref: 'Vpc' },
            Ipv6CidrBlock: { 'Fn::Select': [0, attribute('Vpc', 'Ipv6CidrBlocks')] },
          },
        },
      },
      'depends on itself',
    ],
    [
      'an attribute of a resource that a function names',
      { A: subnet({ 'Fn::GetAtt': [{ 'Fn::Join': ['', ['A']] }, 'CidrBlock'] }) },
      'should be a string',
    ],
    [
      'a circle',
      { A: subnet(attribute('B', 'CidrBlock')), B: subnet(attribute('A', 'CidrBlock')) },
      'circular dependency between resources: A → B → A',
    ],
    [
      'a chain of 400',
      chain(400, (next) => attribute(next, 'CidrBlock')),
      'a value is reached over more than 300 others',
    ],
    [
      'lists that double',
      chain(40, (next) => [attribute(next, 'CidrBlock'), attribute(next, 'CidrBlock')]),
      'an attribute is a string or a list of strings',
    ],
    ['texts that double', doubling, 'is longer than a template'],
    [
      'negative host bits',
      { A: subnet({ 'Fn::Select': [0, { 'Fn::Cidr': ['10.1.0.0/16', 1, -3] }] }) },
      '-3 host bits are too few',
    ],
    [
      'a list of parts without a size',
      { A: subnet({ 'Fn::Select': [0, { 'Fn::Cidr': ['::/129', 1, 64] }] }) },
      '"::/129" is not a CIDR block',
    ],
  ])('%s', (_, resources, message) => {
    expect(faultsIn(dualStackTemplate(resources))).toContain(message);
  });

  /** Said in an error where the functions need the value, and in a notice elsewhere. */
  function faultsIn(template: Template): string {
    try {
      return buildModel(template, MODEL_PROPS).notices.join();
    } catch (error) {
      expect(error).toBeInstanceOf(TemplateError);
      return (error as TemplateError).message;
    }
  }

  test('conditions that name one another, or a resource', () => {
    const Conditions = { A: { 'Fn::Not': [{ Condition: 'B' }] }, B: { 'Fn::Not': [{ Condition: 'A' }] } };
    const Resources = { ...dualStackTemplate().Resources, Role: { Type: 'T', Condition: 'A' } };
    expect(() => buildModel({ Resources, Conditions }, MODEL_PROPS)).toThrow(
      'the condition "A" depends on itself',
    );
    const named = { A: { 'Fn::Equals': [{ Ref: 'Vpc' }, 'x'] } };
    expect(() => buildModel({ Resources, Conditions: named }, MODEL_PROPS)).toThrow(
      'a condition names the resource "Vpc": it can name parameters and conditions only',
    );
  });

  test('subnets that belong to one another by the ids that the lab gives them', () => {
    const template = dualStackTemplate({
      Other: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.2.0.0/16' } },
      A: subnet('10.1.8.0/24'),
    });
    const id = buildModel(template, { ...MODEL_PROPS, vpc: 'Vpc' }).subnets.find(
      ({ logicalId }) => logicalId === 'A',
    )?.id;
    Object.assign(template.Resources.A?.Properties ?? {}, { VpcId: id });
    expect(() => buildModel(template, { ...MODEL_PROPS, vpc: 'Vpc' })).toThrow(
      'A (AWS::EC2::Subnet): it belongs to itself',
    );
  });

  test('more Elastic IPs than the lab has, where one of them is used', () => {
    const ips = Object.fromEntries(
      Array.from({ length: 255 }, (_, index) => [`Eip${index}`, { Type: 'AWS::EC2::EIP' }]),
    );
    expect(buildModel(dualStackTemplate(ips), MODEL_PROPS).notices).toEqual([]);
    const through = (eip: string) => ({
      Nat: {
        Type: 'AWS::EC2::NatGateway',
        Properties: { SubnetId: { Ref: 'PublicA' }, AllocationId: attribute(eip, 'AllocationId') },
      },
      Way: {
        Type: 'AWS::EC2::Route',
        Properties: {
          RouteTableId: { Ref: 'PrivateTable' },
          DestinationCidrBlock: '0.0.0.0/0',
          NatGatewayId: { Ref: 'Nat' },
        },
      },
    });
    const build = (eip: string) => buildModel(dualStackTemplate({ ...ips, ...through(eip) }), MODEL_PROPS);
    expect(() => build('Eip253')).not.toThrow();
    expect(() => build('Eip254')).toThrow('the lab has 254 Elastic IPs');
  });
});

test('10,000 resources, each of which depends on the one before, are read', () => {
  const group = (index: number) => ({
    Type: 'AWS::EC2::SecurityGroup',
    DependsOn: index === 0 ? [] : `Group${index - 1}`,
    Properties: { VpcId: { Ref: 'Vpc' }, SecurityGroupIngress: [{ IpProtocol: '-1', CidrIpv6: '::/0' }] },
  });
  const groups = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, index) => [`Group${index}`, group(index)]),
  );
  const { securityGroups } = buildModel(dualStackTemplate(groups), MODEL_PROPS);
  expect(securityGroups).toHaveLength(10_002);
});
