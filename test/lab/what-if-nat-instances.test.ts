/** `natless what-if` on a VPC with a NAT instance beside a NAT gateway: both go, and another instance is not taken for one. */
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import type { WhatIf } from '../../lib/report/inputs/what-if.ts';
import { natless } from '../command.ts';

const TEMPLATE = join(import.meta.dirname, '..', 'what-if', 'fixtures', 'nat-instances.yaml');

async function whatIf(...args: readonly string[]): Promise<{ status: number | null; answer: WhatIf }> {
  const { status, stdout } = await natless(['what-if', '--template', TEMPLATE, '--json', ...args]);
  return { status, answer: JSON.parse(stdout) };
}

function rowsIn({ rows }: WhatIf): string[] {
  return rows.map(
    ({ target, workloads, today, withoutNat, needs }) =>
      `${target.replace('https://', '')} of ${workloads}: ${today}, ${withoutNat.unchanged}, ${needs}`,
  );
}

const SQS = 'sqs.us-west-2.amazonaws.com';
const STS = 'sts.us-west-2.amazonaws.com';

describe
  .skipIf(inject('labRefused') !== null)
  .concurrent('a VPC with a NAT instance and a NAT gateway', () => {
    test('can lose both, though the way through the instance is unknown today', async () => {
      const { status, answer } = await whatIf();
      expect(rowsIn(answer)).toEqual([
        `${SQS} of Worker in PrivateA: unknown, none, network`,
        `${SQS} of Worker in PrivateB: nat, none, network`,
        `${STS} of Worker in PrivateA: unknown, none, network-and-code`,
        `${STS} of Worker in PrivateB: nat, none, network-and-code`,
      ]);
      expect(answer).toMatchObject({
        ...{ canGo: true, confirmed: true, natInstances: [{ logicalId: 'Hop' }], unknownInstances: [] },
        ...{ natGateways: [{ logicalId: 'Nat' }], money: { natGateways: 1 } },
      });
      expect(answer.sentence).toContain('The NAT gateway and the NAT instance can go after');
      expect(answer.notices.join('\n')).toContain('to the NAT instance Hop (AWS::EC2::Instance');
      expect(status).toBe(0);
    });

    test('is not known to lose an instance that checks source and destination, until the user says so', async () => {
      const checked = ['--parameter', 'Check=true'];
      const { status, answer } = await whatIf(...checked);
      expect(rowsIn(answer)).toContain(`${SQS} of Worker in PrivateA: unknown, unknown, unknown`);
      expect(answer).toMatchObject({
        canGo: null,
        natInstances: [],
        unknownInstances: [{ logicalId: 'Hop' }],
      });
      expect(answer.notices.join('\n')).toContain('add --value Hop.SourceDestCheck=false');
      expect(status).toBe(1);
      const said = await whatIf(...checked, '--value', 'Hop.SourceDestCheck=false');
      expect(said.answer).toMatchObject({ canGo: true, natInstances: [{ logicalId: 'Hop' }] });
    });

    test('cannot lose the instance where a target has no IPv6', async () => {
      const hosts = [SQS, 'sqs.us-west-2.api.aws'].flatMap((host) => ['--host', `${host}=A`]);
      const { status, answer } = await whatIf(...hosts);
      expect(rowsIn(answer)).toContain(`${SQS} of Worker in PrivateA: unknown, none, paid`);
      expect(answer.sentence).toContain('The NAT gateway and the NAT instance cannot go for free');
      expect(status).toBe(1);
    });
  });
