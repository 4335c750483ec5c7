/** `natless pulls` in the lab. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { natless } from '../command.ts';

const refused = inject('labRefused');
const SUBNET = ['--assembly', inject('assembly'), '--subnet', 'us-west-2a'];
const folder = mkdtempSync(join(tmpdir(), 'natless-test-pulls-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(refused !== null)('natless pulls', () => {
  test('walks the pulls and reports what would start, with which names', async () => {
    const file = join(folder, 'page.html');
    const { status, stdout } = await natless(['pulls', ...SUBNET, '--html', file]);
    expect(stdout).toContain('✓ the kernel confirms every claim');
    expect(stdout).toMatch(/Fargate task in an IPv6-only subnet +✓ yes/);
    expect(stdout).toMatch(/Fargate task in a dual-stack subnet +✗ no: AWS fetches image/);
    expect(stdout).toMatch(/EKS node in a dual-stack subnet +✓ yes/);
    expect(stdout).toContain('111122223333.dkr-ecr.us-west-2.on.aws/REPOSITORY:TAG');
    expect(stdout).toMatch(/^ {4}token +IPv6 +auth\.docker\.io/m);
    expect(stdout).toMatch(/^ {4}manifest +- +ghcr\.io {2}- {2}ENODATA/m);
    expect(stdout).not.toContain('savings at');
    expect(stdout).not.toContain('News');
    expect(readFileSync(file, 'utf8')).toContain('Containers without IPv4');
    expect(status).toBe(0);
  });

  test.each([
    [['--only', 's3'], "unknown option '--only'"],
    [['--on', 'fargate-dual-stack'], '--on fargate-dual-stack is for a deployed stack'],
    [['--deployed', '--subnet', 'us-west-2a'], 'cannot be used with'],
    [['--profile', 'work', '--template', import.meta.filename], 'cannot be used with'],
  ])('refuses %j', async (args, words) => {
    const { stderr, status } = await natless(['pulls', ...args]);
    expect(stderr).toContain(words);
    expect(status).toBe(2);
  });
});
