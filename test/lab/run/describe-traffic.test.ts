/** The description of a command's traffic. */
import { expect, test } from 'vitest';
import { describeTraffic } from '../../../lib/lab/run/describe-traffic.ts';

const internet = {
  hosts: [
    {
      name: 'a.example',
      ipv4: ['198.18.0.1'],
      ipv6: ['2001:db8:ffff::1'],
      dns: 'answer' as const,
      standIn: 'website',
    },
  ],
};
const common = { networkInterface: 'fn0', peerPort: 443 };

test('a line names the host, the gateway and the counts', () => {
  const flow = { ...common, peerAddress: '2001:db8:ffff::1', packetsOut: 3, packetsIn: 2, handshakes: 1 };
  const flows = [{ ...flow, link: 'egress-only-internet-gateway' as const }];
  const drops = [{ ...common, peerAddress: '203.0.113.9', reason: 'network-acl' as const, packets: 4 }];
  const inbound = { droppedAtEgressOnlyGateway: 0, arrived: 0 };
  expect(describeTraffic({ flows, drops, inbound }, internet)).toEqual([
    'a.example [2001:db8:ffff::1]:443 over the egress-only internet gateway: 3 packets out, 2 in',
    'unknown host 203.0.113.9:443 dropped by a network ACL: 4 packets',
  ]);
});
