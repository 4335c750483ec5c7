/** The page on reuse: its examples type-check and synthesize where `natless` is this checkout (test/package has the package itself). */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { DualStackNetwork, type DualStackNetworkProps } from '../../lib/stack/network/dual-stack-network.ts';
import packageJson from '../../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '..', '..');
const NETWORK = join(ROOT, 'lib', 'stack', 'network');
/** The package's export as the clone has it. */
const CONSTRUCTS = join(ROOT, 'lib', 'exports', 'constructs.ts');
const page = readFileSync(join(ROOT, 'docs', 'reuse.md'), 'utf8');
const examples = [...page.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code = '']) =>
  code.replaceAll("'natless'", `'${CONSTRUCTS}'`),
);

let app = '';

/** Another project's app. */
beforeAll(() => {
  app = mkdtempSync(join(tmpdir(), 'natless-test-reuse-'));
  symlinkSync(join(ROOT, 'node_modules'), join(app, 'node_modules'));
  writeFileSync(join(app, 'package.json'), '{ "type": "module" }');
  for (const [index, code] of examples.entries()) writeFileSync(join(app, `example${index}.ts`), code);
});
afterAll(() => rmSync(app, { recursive: true, force: true }));

/** What the compiler prints. */
function typeCheck(): string {
  const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'));
  writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  return spawnSync(join(ROOT, 'node_modules', '.bin', 'tsc'), ['-p', app], { encoding: 'utf8' }).stdout;
}

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
}

function synthesize(example: number): Template {
  const folder = join(app, `out${example}`);
  const { status, stderr } = spawnSync(process.execPath, [join(app, `example${example}.ts`)], {
    encoding: 'utf8',
    env: { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify(cdkJson.context) },
  });
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(readFileSync(join(folder, 'Example.template.json'), 'utf8'));
}

test('there are three examples, and they type-check; a prop that does not exist would be seen', () => {
  expect(examples).toHaveLength(3);
  const [code = ''] = examples;
  writeFileSync(join(app, 'wrong.ts'), code.replace("'Network')", "'Network', { natGateways: 1 })"));
  const errors = typeCheck().match(/^\S+ error .*/gm);
  expect(errors).toEqual([expect.stringMatching(/wrong\.ts.*natGateways/)]);
});

test.each(examples.map((_, index) => index))('example %i synthesizes a network without NAT', (index) => {
  const types = Object.values(synthesize(index).Resources).map(({ Type }) => Type);
  expect(types.filter((type) => type === 'AWS::EC2::EgressOnlyInternetGateway')).toHaveLength(1);
  expect(types).not.toContain('AWS::EC2::NatGateway');
  expect(types).not.toContain('AWS::EC2::EIP');
});

test('the versions that the page installs are the ones that are tested here', () => {
  const pinned = [...page.matchAll(/(\S+)@(\d[\w.-]+)/g)].map(([, name = '', version]) => [name, version]);
  expect(pinned.map(([name]) => name)).toEqual(['aws-cdk-lib', 'constructs']);
  for (const [name = '', version] of pinned) {
    expect([name, version]).toEqual([name, (packageJson.dependencies as Record<string, string>)[name]]);
  }
});

describe('the props', () => {
  const networkWith = (props?: DualStackNetworkProps) => {
    const stack = new Stack(new App({ context: cdkJson.context }), 'Test');
    return new DualStackNetwork(stack, 'Network', props);
  };

  test('are all on the page, with the defaults that the code has', () => {
    const rows = [...page.matchAll(/^\| `(\w+)` +\| (\S+) +\|/gm)].map(([, name, value = '']) => [
      name,
      value.replaceAll('`', ''),
    ]);
    const source = readFileSync(join(NETWORK, 'dual-stack-network.ts'), 'utf8');
    const documented = [...source.matchAll(/@default (\S+)\n +\*\/\n +readonly (\w+)\?/g)].map(
      ([, value = '', name]) => [name, value.replaceAll("'", '')],
    );
    expect(rows).toEqual(documented);
    expect(rows).toHaveLength(5);
  });

  test('have room for six Availability Zones in the smallest block', () => {
    const { publicSubnets, privateSubnets } = networkWith({
      ipv4CidrBlock: '10.0.0.0/20',
      availabilityZones: 6,
    });
    expect([publicSubnets.length, privateSubnets.length]).toEqual([6, 6]);
  });

  test.each<[DualStackNetworkProps, string]>([
    [{ availabilityZones: 7 }, 'availabilityZones is 7: write a whole number from 1 to 6'],
    [{ availabilityZones: 0 }, 'availabilityZones is 0'],
    [{ availabilityZones: 1.5 }, 'availabilityZones is 1.5'],
    [{ ipv4CidrBlock: '10.0.0.0/24' }, 'ipv4CidrBlock is "10.0.0.0/24": write a literal block of /16 to /20'],
    [{ ipv4CidrBlock: '10.0.0.0' }, 'ipv4CidrBlock is "10.0.0.0"'],
  ])('%j is an error that says what to write', (props, message) => {
    expect(() => networkWith(props)).toThrow(message);
  });
});
