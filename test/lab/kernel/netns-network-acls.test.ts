/** Network ACLs in the kernel. */
import { describe, expect, test } from 'vitest';
import { changed } from '../fixtures/dual-stack-template.ts';
import { acl } from '../fixtures/network-acl.ts';
import { skipWithoutNamespaces } from '../fixtures/skip-without-namespaces.ts';
import { DNS_PORT, FUNCTION_PORT, INTERNET } from './netns-inside.ts';
import { NAT, runNetnsCase } from './run-netns-case.ts';

skipWithoutNamespaces();

const [ipv4 = ''] = INTERNET.ipv4;
const [ipv6 = ''] = INTERNET.ipv6;
const OVER_IPV6 = { address: ipv6, port: 80 };

const HTTP = { From: 80, To: 80 };
const EPHEMERAL = { From: 1024, To: 65535 };
const OUT = { RuleNumber: 100, Protocol: 6, PortRange: HTTP, Ipv6CidrBlock: '::/0', Egress: true };
const REPLIES = { RuleNumber: 100, Protocol: 6, PortRange: EPHEMERAL, Ipv6CidrBlock: '::/0' };
const EVERYTHING = [false, true].map((Egress) => ({
  RuleNumber: 900,
  Protocol: -1,
  CidrBlock: '0.0.0.0/0',
  Egress,
}));

describe('a network ACL', () => {
  test('lets pass what it allows in both directions', async () => {
    const { outcomes, ledger } = await runNetnsCase({ tries: [OVER_IPV6], changes: acl([OUT, REPLIES]) });
    expect(outcomes).toEqual(['connected']);
    expect(ledger.drops).toEqual([]);
  });

  test('is stateless: replies need an entry of their own, for ephemeral ports', async () => {
    const { outcomes, ledger } = await runNetnsCase({ tries: [OVER_IPV6], changes: acl([OUT]) });
    expect(outcomes).toEqual(['timeout']);
    expect(ledger.flows).toMatchObject([{ peerAddress: ipv6, packetsIn: 0, handshakes: 0 }]);
    expect(ledger.drops).toEqual([
      {
        networkInterface: 'fn0',
        reason: 'network-acl',
        peerAddress: ipv6,
        peerPort: 80,
        packets: expect.any(Number),
      },
    ]);
  });

  test('denies by its first entry that matches, whatever the security group allows', async () => {
    const deny = { ...OUT, RuleNumber: 50, RuleAction: 'deny' };
    const { outcomes, ledger } = await runNetnsCase({
      tries: [OVER_IPV6],
      changes: acl([deny, OUT, REPLIES]),
    });
    expect(outcomes).toEqual(['timeout']);
    expect(ledger.flows).toEqual([]);
    expect(ledger.drops).toMatchObject([{ reason: 'network-acl', peerAddress: ipv6, peerPort: 80 }]);
  });

  test("does not filter the VPC's resolver", async () => {
    const tries = [{ address: '10.1.0.2', port: DNS_PORT }, OVER_IPV6];
    const { outcomes } = await runNetnsCase({ tries, changes: acl([]) });
    expect(outcomes).toEqual(['connected', 'timeout']);
  });

  const open = changed('Group', { SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '10.1.0.0/16' }] });

  test('filters between subnets, and not inside one', async () => {
    const between = await runNetnsCase({
      tries: [{ address: '10.1.3.4', port: FUNCTION_PORT }],
      changes: { ...open, ...acl([], 'PrivateB') },
    });
    expect(between.outcomes).toEqual(['timeout']);
    expect(between.ledger.drops).toMatchObject([
      { networkInterface: 'fn0', reason: 'network-acl', peerAddress: '10.1.3.4', peerPort: FUNCTION_PORT },
    ]);
    const placed = changed('ProbeA', {}).ProbeA?.Properties?.VpcConfig;
    const inside = await runNetnsCase({
      tries: [{ address: '10.1.2.5', port: FUNCTION_PORT }],
      changes: { ...open, ...acl([]), ...changed('ProbeB', { VpcConfig: placed }) },
    });
    expect(inside.outcomes).toEqual(['connected']);
  });

  test('of a NAT gateway’s subnet filters the packets in both directions', async () => {
    const tries = [{ address: ipv4, port: 80 }];
    const allowed = await runNetnsCase({ tries, changes: { ...NAT, ...acl(EVERYTHING, 'PublicA') } });
    expect(allowed.outcomes).toEqual(['connected']);
    for (const missing of EVERYTHING) {
      const entries = EVERYTHING.filter((entry) => entry !== missing);
      const { outcomes, ledger } = await runNetnsCase({
        tries,
        changes: { ...NAT, ...acl(entries, 'PublicA') },
      });
      expect(outcomes).toEqual(['timeout']);
      expect(ledger.drops).toMatchObject([{ reason: 'network-acl', peerAddress: ipv4, peerPort: 80 }]);
    }
    const noReplies = { ...EVERYTHING[0], RuleNumber: 10, RuleAction: 'deny', CidrBlock: `${ipv4}/32` };
    const changes = { ...NAT, ...acl([...EVERYTHING, noReplies], 'PublicA') };
    const { outcomes, ledger } = await runNetnsCase({ tries, changes });
    expect(outcomes).toEqual(['timeout']);
    expect(ledger.drops).toMatchObject([
      { networkInterface: 'fn0', reason: 'network-acl', peerAddress: ipv4 },
    ]);
  });
});
