/** Tasks and pulls beside gateway endpoints: what takes an endpoint, what passes it, and that its policy decides. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { ROOT } from '../../lib/folders.ts';
import { KEPT_ASSEMBLIES } from '../../lib/lab/run/synthesis/kept-assemblies.ts';
import { synthesizeInto } from '../../lib/lab/run/synthesis/synthesize.ts';
import { natless } from '../command.ts';
import { reportIn, targetIn } from './lab-command.ts';

const SETTINGS = { fargate: true, ecrImage: 'my-app:1.0', gatewayEndpoints: ['s3', 'dynamodb'] };

const refused = inject('labRefused');
const memory = mkdtempSync(join(tmpdir(), 'natless-test-beside-endpoints-'));
afterAll(() => rmSync(memory, { recursive: true }));

let assembly = '';
beforeAll(async () => {
  const project = { root: ROOT, kept: KEPT_ASSEMBLIES, settings: SETTINGS, progress: () => {} };
  assembly = await synthesizeInto(memory, project);
}, 60_000);

async function runOf(command: string, ...args: readonly string[]) {
  const given = [command, '--json', '--assembly', assembly, '--subnet', 'us-west-2a', ...args];
  const ended = await natless(given);
  const [run] = reportIn(ended).runs;
  if (!run) throw new Error(`no run: ${ended.stderr}`);
  expect(run.lab?.referee).toEqual({ agrees: true, disagreements: [] });
  expect(ended.stdout).not.toContain('Basic ');
  return { run, status: ended.status };
}

describe.skipIf(refused !== null)('beside gateway endpoints', () => {
  const CARRIED = ['s3', 's3-list-buckets', 'dynamodb', 'dynamodb-account-id'];
  const ONLY = ['--only', CARRIED.join(',')];

  test('a task in an IPv6-only subnet passes them, with grants that hold there and nothing unexpected', async () => {
    const { run, status } = await runOf('lab', '--on', 'fargate', ...ONLY);
    for (const id of CARRIED)
      expect(targetIn(run, id)).toMatchObject({ path: 'eigw', verdict: 'pass', asExpected: true });
    expect(run.controls.filter(({ asExpected }) => !asExpected)).toEqual([]);
    expect(run.lab?.counters.vpcEndpoint).toEqual({ out: 0, in: 0 });
    expect(status).toBe(0);
  });

  test('a function takes them, and its grants hold for nothing else', async () => {
    const { run, status } = await runOf('lab', ...ONLY);
    for (const id of CARRIED)
      expect(targetIn(run, id)).toMatchObject({ path: 'vpc-endpoint', asExpected: true });
    expect(run.lab?.counters.vpcEndpoint.out).toBeGreaterThan(0);
    expect(status).toBe(0);
  });
});

describe.skipIf(refused !== null)('the pull of a private image', () => {
  const UNTIL_LAYERS = [
    ['manifest', 401],
    ['GetAuthorizationToken', 200],
    ['manifest', 200],
    ["platform's manifest", 200],
    ['layer', 307],
  ];

  async function pull(...args: readonly string[]) {
    const { run, status } = await runOf('pulls', ...args);
    const hops = targetIn(run, 'ecr-image-dual-stack').attempts[0]?.operations ?? [];
    return { run, status, hops: hops.map(({ name, httpStatus }) => [name, httpStatus]) };
  }

  test('from a subnet without IPv4 passes the endpoint, with the password that ECR gives the role', async () => {
    const { run, hops, status } = await pull('--on', 'fargate');
    expect(hops).toEqual([...UNTIL_LAYERS, ['layer, redirected', 200]]);
    expect(run.lab?.counters.vpcEndpoint).toEqual({ out: 0, in: 0 });
    expect(run.pulls?.fargateIpv6Only.needs.map(({ id }) => id)).toContain('ecr-image');
    expect(status).toBe(0);
  });

  test('from a dual-stack subnet takes the endpoint, whose policy allows ECR’s layers', async () => {
    const { run, hops } = await pull();
    expect(hops).toEqual([...UNTIL_LAYERS, ['layer, redirected', 200]]);
    expect(run.lab?.counters.vpcEndpoint.out).toBeGreaterThan(0);
  });

  test('would end at the layers if the policy did not', async () => {
    const file = join(assembly, 'Natless.template.json');
    const template = readFileSync(file, 'utf8');
    writeFileSync(file, template.replace('-starport-layer-bucket/*', '-another-bucket/*'));
    const { hops } = await pull();
    writeFileSync(file, template);
    expect(hops).toEqual([...UNTIL_LAYERS, ['layer, redirected', 403]]);
  });
});
