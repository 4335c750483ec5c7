/** `natless what-if` on a VPC with interface endpoints: which can go, which are needed, and of which that is not known. */
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import type { WhatIf } from '../../lib/report/inputs/what-if.ts';
import { natless } from '../command.ts';

const TEMPLATE = join(import.meta.dirname, '..', 'what-if', 'fixtures', 'endpoints.yaml');

async function whatIf(...args: readonly string[]): Promise<WhatIf> {
  const { stdout } = await natless(['what-if', '--template', TEMPLATE, '--json', ...args]);
  return JSON.parse(stdout);
}

function answersIn({ endpoints }: WhatIf): Record<string, string> {
  return Object.fromEntries(
    (endpoints?.answers ?? []).map(({ logicalId, answer, monthUsd }) => [
      logicalId,
      `${answer}, ${monthUsd ?? '?'}`,
    ]),
  );
}

function becauseOf({ endpoints }: WhatIf, logicalId: string): string {
  return endpoints?.answers.find((each) => each.logicalId === logicalId)?.because ?? '';
}

describe.skipIf(inject('labRefused') !== null).concurrent('a VPC with interface endpoints', () => {
  test('gets an answer for each from a network without them, and what those cost that can go', async () => {
    const answer = await whatIf();
    expect(answersIn(answer)).toEqual({
      Queues: 'can-go, 14.6',
      Migration: 'needed, 7.3',
      Objects: 'can-go, 7.3',
      Tables: 'unknown, 7.3',
      Secrets: 'can-go, 7.3',
      Firewalls: 'unknown, 7.3',
      Partner: 'unknown, ?',
    });
    expect(becauseOf(answer, 'Queues')).toContain('over the egress-only internet gateway');
    expect(becauseOf(answer, 'Objects')).toContain('over a gateway endpoint');
    expect(becauseOf(answer, 'Migration')).toContain('no IPv6 address for dms.us-west-2.amazonaws.com');
    expect(becauseOf(answer, 'Tables')).toContain('no private DNS');
    expect(becauseOf(answer, 'Firewalls')).toContain(
      'nothing in the template is known to call network-firewall',
    );
    expect(becauseOf(answer, 'Partner')).toContain('vpce-svc-0123456789abcdef0');
    expect(answer.endpoints).toMatchObject({ savedMonthUsd: 29.2, savedYearUsd: 350.4 });
    expect(answer.endpoints?.limits.at(-1)).toContain('anything in Isolated');
    expect(answer).toMatchObject({ confirmed: true, money: { savedMonthUsd: 36.5 } });
    expect(answer.sentence).toContain('3 of 7 interface endpoints can go with IPv6.');
    const tables = answer.rows.find(({ target }) => target.includes('dynamodb'));
    expect(tables).toMatchObject({ today: 'vpc-endpoint', needs: 'nothing' });
  });

  test('keeps an endpoint once its name loses IPv6, and lets one go whose name has it', async () => {
    const names = [
      'sqs.us-west-2.amazonaws.com=A',
      'sqs.us-west-2.api.aws=A',
      'dms.us-west-2.amazonaws.com=A,AAAA',
    ];
    const answer = await whatIf(...names.flatMap((host) => ['--host', host]));
    expect(answersIn(answer)).toMatchObject({ Queues: 'needed, 14.6', Migration: 'can-go, 7.3' });
  });

  test('keeps those of isolated subnets, unless these are to be opened', async () => {
    const isolated = ['PrivateRoute', 'Nat'].flatMap((name) => ['--without', name]);
    const kept = await whatIf(...isolated);
    expect(answersIn(kept)).toMatchObject({ Queues: 'needed, 14.6', Objects: 'can-go, 7.3' });
    expect(becauseOf(kept, 'Queues')).toContain('Worker in PrivateA has no way out of the VPC');
    expect(kept.changes).toEqual([]);
    const opened = await whatIf(...isolated, '--open-isolated');
    expect(answersIn(opened)).toMatchObject({ Queues: 'can-go, 14.6', Migration: 'needed, 7.3' });
    expect(opened.changes.map(({ logicalId }) => logicalId)).not.toContain('Isolated');
  });

  test('keeps every endpoint without a route over IPv6, except beside a gateway endpoint', async () => {
    const answer = await whatIf('--skip', 'default-route');
    expect(answersIn(answer)).toMatchObject({ Queues: 'needed, 14.6', Objects: 'can-go, 7.3' });
  });
});
