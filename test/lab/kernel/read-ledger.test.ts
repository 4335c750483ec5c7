/** Reading the ledger from nftables' listing. */
import { describe, expect, test } from 'vitest';
import { SET_SIZE } from '../../../lib/lab/kernel/accounting.ts';
import { placeInterfaces, type Wiring, wireNetwork } from '../../../lib/lab/kernel/kernel.ts';
import { parseLedger } from '../../../lib/lab/kernel/read-ledger.ts';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import { dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';

const OWN = '2001:db8:1234:1a02::4';
const PEER = '2001:db8:ffff::1';

function wiring(): Wiring {
  const model = buildModel(dualStackTemplate(), MODEL_PROPS);
  const placements = model.functions.slice(0, 1).map(({ subnetIds, securityGroupIds }) => ({
    subnetId: subnetIds[0] ?? '',
    securityGroupIds,
    ipv6AllowedForDualStack: true,
  }));
  const internet = { hosts: [], ofService: () => [] };
  return wireNetwork({ model, interfaces: placeInterfaces(model, placements), internet });
}

/** The elements of a set as `nft -j` lists them. */
function element(packets: number, ...key: (string | number)[]) {
  return {
    elem: { val: key.length === 1 ? key[0] : { concat: key }, counter: { packets, bytes: 60 * packets } },
  };
}

function listing(sets: Record<string, unknown[]>) {
  return {
    nftables: [
      { metainfo: { version: '1.0.6' } },
      { table: { family: 'inet', name: 'natless' } },
      ...Object.entries(sets).map(([name, elem]) => ({ set: { name, elem } })),
      { set: { name: 'drop_fault_4' } },
      { chain: { name: 'ledger' } },
    ],
  };
}

describe('parseLedger', () => {
  test('joins the counts of one flow and names the interface by its address', () => {
    const sets = {
      flow_out_eigw_6: [element(5, OWN, PEER, 443), element(1, OWN, PEER, 80)],
      flow_in_eigw_6: [element(4, OWN, PEER, 443)],
      flow_handshakes_eigw_6: [element(1, OWN, PEER, 443)],
    };
    const flow = { networkInterface: 'fn0', link: 'egress-only-internet-gateway', peerAddress: PEER };
    expect(parseLedger(wiring(), listing(sets)).flows).toEqual([
      { ...flow, peerPort: 443, packetsOut: 5, packetsIn: 4, handshakes: 1 },
      { ...flow, peerPort: 80, packetsOut: 1, packetsIn: 0, handshakes: 0 },
    ]);
  });

  test('attributes a drop to an interface only if the interface sent the packet', () => {
    const sets = { 'drop_security-group_6': [element(2, OWN, PEER, 8080), element(1, PEER, OWN, 443)] };
    expect(parseLedger(wiring(), listing(sets)).drops).toEqual([
      { networkInterface: 'fn0', reason: 'security-group', peerAddress: PEER, peerPort: 8080, packets: 2 },
    ]);
  });

  test('counts connections from the internet by the interface that they dialled, zero included', () => {
    const sets = { inbound_refused_6: [element(1, OWN), element(7, '2001:db8:1234:1a02::99')] };
    expect(parseLedger(wiring(), listing(sets)).inbound).toEqual([
      { networkInterface: 'fn0', droppedAtEgressOnlyGateway: 1, arrived: 0 },
    ]);
    expect(parseLedger(wiring(), listing({})).inbound).toEqual([
      { networkInterface: 'fn0', droppedAtEgressOnlyGateway: 0, arrived: 0 },
    ]);
  });

  test('does not trust a set that is full', () => {
    const flows = (count: number) => ({
      flow_out_eigw_6: Array.from({ length: count }, (_, port) => element(1, OWN, PEER, port)),
    });
    expect(parseLedger(wiring(), listing(flows(SET_SIZE - 1))).flows).toHaveLength(SET_SIZE - 1);
    expect(() => parseLedger(wiring(), listing(flows(SET_SIZE)))).toThrow(
      'the set "flow_out_eigw_6" is full',
    );
  });

  test('refuses a listing that it does not understand', () => {
    expect(() => parseLedger(wiring(), { nftables: 'none' })).toThrow();
    expect(() => parseLedger(wiring(), listing({ flow_out_eigw_6: [PEER] }))).toThrow();
  });
});
