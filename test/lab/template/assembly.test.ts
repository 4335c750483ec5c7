/** Reading assemblies and template files: which template is found, and which folders and files are refused. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readAssembly, readTemplateFile } from '../../../lib/lab/template/assembly.ts';
import { TemplateError } from '../../../lib/lab/template/template-error.ts';

const TEMPLATE = { Resources: { Vpc: { Type: 'AWS::EC2::VPC' } } };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'natless-test-assembly-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** A manifest with a stack for each name, and the asset manifest that CDK writes beside them. */
function writeManifest(...names: string[]): void {
  const stacks = names.map((name) => [
    name,
    {
      type: 'aws:cloudformation:stack',
      properties: { templateFile: `${name}.template.json`, stackName: `${name}-stack` },
    },
  ]);
  write('manifest.json', {
    version: '55.0.0',
    artifacts: {
      ...Object.fromEntries(stacks),
      Assets: { type: 'cdk:asset-manifest', properties: { file: 'x' } },
    },
  });
}

describe('readAssembly', () => {
  test('finds the one stack template, and the folder that assets are relative to', () => {
    writeManifest('Natless');
    write('Natless.template.json', TEMPLATE);
    expect(readAssembly(folder)).toEqual({
      templateFile: join(folder, 'Natless.template.json'),
      template: TEMPLATE,
      assetRoot: folder,
      stackName: 'Natless-stack',
      accountId: null,
      region: null,
    });
  });

  test('knows the account and Region that a stack is bound to', () => {
    write('Natless.template.json', TEMPLATE);
    writeManifest('Natless');
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    for (const [environment, accountId, region] of [
      ['aws://111122223333/eu-west-1', '111122223333', 'eu-west-1'],
      ['aws://unknown-account/eu-west-1', null, 'eu-west-1'],
      ['aws://unknown-account/unknown-region', null, null],
    ]) {
      manifest.artifacts.Natless.environment = environment;
      write('manifest.json', manifest);
      expect(readAssembly(folder)).toMatchObject({ accountId, region });
    }
  });

  test('names a folder that is missing', () => {
    expect(() => readAssembly(join(folder, 'none'))).toThrow(/there is no folder ".*none"/);
  });

  test('names a folder that is not an assembly', () => {
    expect(() => readAssembly(folder)).toThrow(/is not a synthesized assembly, it has no manifest.json/);
    write('manifest.json', { name: 'a web app' });
    expect(() => readAssembly(folder)).toThrow(/its manifest.json lists no artifacts/);
    write('manifest.json', '{');
    expect(() => readAssembly(folder)).toThrow(/cannot be read as JSON/);
  });

  test('of several stacks takes the one that is bound to the Region', () => {
    writeManifest('West', 'East');
    write('East.template.json', TEMPLATE);
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    manifest.artifacts.West.environment = 'aws://unknown-account/us-west-2';
    manifest.artifacts.East.environment = 'aws://unknown-account/us-east-1';
    write('manifest.json', manifest);
    expect(readAssembly(folder, 'us-east-1').stackName).toBe('East-stack');
    expect(() => readAssembly(folder, 'eu-west-1')).toThrow(/choose it by its Region with --region/);
    expect(() => readAssembly(folder)).toThrow(/holds several stacks/);
  });

  test('refuses several stacks, and an assembly without a stack', () => {
    writeManifest('West', 'East');
    expect(() => readAssembly(folder)).toThrow(/holds several stacks \(West, East\)/);
    writeManifest();
    expect(() => readAssembly(folder)).toThrow(/holds no stack/);
  });
});

describe('readTemplateFile', () => {
  test('reads a single template, with assets in the same folder', async () => {
    const path = write('vpc.json', TEMPLATE);
    expect(await readTemplateFile(path)).toEqual({
      templateFile: path,
      template: TEMPLATE,
      assetRoot: folder,
      stackName: null,
      accountId: null,
      region: null,
    });
  });

  test('reads YAML with short forms', async () => {
    const path = write(
      'vpc.yaml',
      'Resources:\n  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: !Ref Cidr } }\n',
    );
    expect((await readTemplateFile(path)).template).toEqual({
      Resources: { Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: { Ref: 'Cidr' } } } },
    });
  });

  test('reports broken JSON in the words of the JSON parser', async () => {
    await expect(readTemplateFile(write('vpc.json', '{ "Resources": }'))).rejects.toThrow(
      /cannot be read as JSON or YAML: Unexpected token '}'/,
    );
  });

  test('refuses what is not a template', async () => {
    await expect(readTemplateFile(join(folder, 'none.json'))).rejects.toThrow(TemplateError);
    await expect(readTemplateFile(write('a.json', []))).rejects.toThrow(/is not a CloudFormation template/);
    await expect(readTemplateFile(write('b.json', { Resources: { A: {} } }))).rejects.toThrow(
      /has no Resources that each have a Type/,
    );
    await expect(readTemplateFile(write('c.yaml', 'Resources:\n'))).rejects.toThrow(
      /is not a CloudFormation template/,
    );
    await expect(readTemplateFile(write('d.yaml', 'Resources: !Foo\n'))).rejects.toThrow(
      /cannot be read as JSON or YAML: Unresolved tag: !Foo/,
    );
  });
});
