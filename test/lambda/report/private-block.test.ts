/** Silence that a private IPv6 block explains, and silence that it does not. */
import { describe, expect, test } from 'vitest';
import type { OperationEvidence } from '../../../lambda/report/evidence.ts';
import type { JudgeFacts, LabDrop } from '../../../lambda/report/judge/facts.ts';
import { isPrivateIpv6Block } from '../../../lambda/report/judge/private-block.ts';
import { facts, labFacts, unconnected } from './evidence-builder.ts';

const PRIVATE = 'fd26:1::/56';
const HOST = '2600:1f14::1';
const SILENT = { phase: 'connect', code: 'ETIMEDOUT', message: '' } as const;

function explains(known: Partial<JudgeFacts>, changes: Partial<OperationEvidence> = {}): boolean {
  const operation = unconnected({ error: SILENT, dns: { a: [], aaaa: [HOST] }, ...changes });
  return isPrivateIpv6Block('ConnectTimeout', operation, facts({ vpcIpv6CidrBlocks: [PRIVATE], ...known }));
}

function routedTo(gateway: string): Pick<JudgeFacts, 'route'> {
  const routes = [{ destinationCidrBlocks: ['::/0'], gateway }];
  return { route: { witness: 'ec2', gateway, routes } };
}

const drop = (changes: Partial<LabDrop>): Pick<JudgeFacts, 'lab'> => ({
  lab: labFacts({
    drops: [
      { remoteAddress: HOST, port: 443, by: 'security-group', resources: [], detail: null, ...changes },
    ],
  }),
});

describe('a private block explains silence', () => {
  test.each<[string, Partial<JudgeFacts>]>([
    ['where it is the only block of the VPC', {}],
    ['where every block of the VPC is private', { vpcIpv6CidrBlocks: [PRIVATE, 'fd26:2::/56'] }],
    [
      'where it is the subnet’s',
      { vpcIpv6CidrBlocks: ['2600::/56', PRIVATE], subnetIpv6CidrBlock: 'fd26:1::/64' },
    ],
    ['behind an egress-only gateway that EC2 named', routedTo('eigw-1')],
    ['behind an internet gateway', routedTo('igw-1')],
    ['where the lab saw other packets dropped', drop({ remoteAddress: '2600::9' })],
    ['where the lab saw packets to another port dropped', drop({ port: 80 })],
  ])('%s', (_, known) => {
    expect(explains(known)).toBe(true);
  });
});

describe('it does not', () => {
  test.each<[string, Partial<JudgeFacts>]>([
    ['where the block is public', { vpcIpv6CidrBlocks: ['2600::/56'] }],
    ['where one of the blocks is public', { vpcIpv6CidrBlocks: [PRIVATE, '2600::/56'] }],
    ['where the subnet’s is public', { subnetIpv6CidrBlock: '2600::/64' }],
    ['where no block is known', { vpcIpv6CidrBlocks: [] }],
    ['where the route leads to another network', routedTo('tgw-1')],
    ['where no route leads there', { route: { witness: 'ec2', gateway: null, routes: [] } }],
    ['where the lab knows what dropped the packets', drop({})],
  ])('%s', (_, known) => {
    expect(explains(known)).toBe(false);
  });

  test.each<[string, Partial<OperationEvidence>]>([
    ['for an address of the VPC', { dns: { a: [], aaaa: ['fd26:1::9'] } }],
    ['for NAT64', { dns: { a: [], aaaa: ['64:ff9b::c612:1'] } }],
    ['for a name without IPv6', { dns: { a: ['198.18.0.1'], aaaa: [] } }],
    ['where the resolver did not answer', { dns: null }],
    ['where something answered', { remoteAddress: HOST }],
    ['for one address of two', { dns: { a: [], aaaa: [HOST, 'fd26:1::9'] } }],
  ])('%s', (_, changes) => {
    const known = changes.dns?.aaaa?.some((address) => address.startsWith('fd26'))
      ? ({
          route: {
            witness: 'ec2',
            gateway: 'eigw-1',
            routes: [
              { destinationCidrBlocks: ['::/0'], gateway: 'eigw-1' },
              { destinationCidrBlocks: [PRIVATE], gateway: 'local' },
            ],
          },
        } as const)
      : {};
    expect(explains(known, changes)).toBe(false);
  });

  test('for another cause, or for an attempt without a request', () => {
    const known = facts({ vpcIpv6CidrBlocks: [PRIVATE] });
    expect(isPrivateIpv6Block('ConnectRefused', unconnected({ dns: { a: [], aaaa: [HOST] } }), known)).toBe(
      false,
    );
    expect(isPrivateIpv6Block('ConnectTimeout', undefined, known)).toBe(false);
  });
});
