/** The plan under a report of the lab: the prices of its Region, for its Availability Zones, with its blocks. */
import { describe, expect, inject, test } from 'vitest';
import { lab } from './lab-command.ts';

const refused = inject('labRefused');
const ONE_ZONE = ['--assembly', inject('assembly'), '--subnet', 'us-west-2a', '--only', 's3,bedrock-runtime'];

describe.skipIf(refused !== null)('the lab', () => {
  test('ends each report with its savings, before the closing sentence', async () => {
    const { stdout, status } = await lab(...ONE_ZONE);
    expect(stdout).toMatch(
      /saved +29\.20 USD a month, if these.*(\n {2}.*)*\n\n1 of 2 targets work without a NAT gateway/,
    );
    expect(stdout).not.toContain('allow-list');
    expect(status).toBe(0);
  });

  test('has all of it on request, with the block that the stack declares for the subnet', async () => {
    const { stdout, status } = await lab(...ONE_ZONE, '--plan');
    expect(stdout).toMatch(/^bedrock-runtime +an interface endpoint +7\.30 +0\.01$/m);
    expect(stdout).toMatch(
      /^us-west-2a subnet-\w+ +2001:db8:1234:1a08::\/64\s+declared by the\s+stack, seen as\s+2001:db8:/m,
    );
    expect(stdout).toMatch(/these\s+are\s+the\s+lab's\s+addresses/);
    expect(status).toBe(0);
  });

  test('prints no plan into a JSON document', async () => {
    const { stderr, status } = await lab('--json', '--plan');
    expect(stderr).toContain("option '--plan' cannot be used with option '--json'");
    expect(status).toBe(2);
  });
});
