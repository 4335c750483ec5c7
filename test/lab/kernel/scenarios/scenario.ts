/** The form of the tables of packets: a wiring, what becomes of packets in it, and what is counted. */
import type { Ledger } from '../../../../lib/lab/kernel/kernel.ts';
import type { CaseProps } from '../reading/lab-case.ts';
import type { Attempt, LabNetwork } from '../reading/lab-network.ts';
import type { Packet } from '../reading/nft-fields.ts';

export interface Scenario {
  readonly name: string;
  readonly props?: CaseProps;
  /** Tried one after another. */
  readonly steps: readonly Step[];
  /** The whole ledger afterwards, an entry a line. @default - not compared */
  readonly ledger?: readonly string[];
}

/** A connection from a namespace, or one packet into the router from a link. */
type Step =
  | ({ readonly from: string; readonly is: string } & Attempt)
  | ({ readonly link: string; readonly is: string } & Pick<Packet, 'source' | 'destination'> &
      Partial<Packet>);

export function outcomeOf(network: LabNetwork, step: Step): string {
  const { is, ...tried } = step;
  if ('from' in tried) return network.connect(tried.from, tried);
  return network.send(tried.link, tried);
}

/** A step with its outcome, for comparison. */
export function sentence(step: Step, outcome: string): string {
  const { is, ...tried } = step;
  return `${Object.values(tried).flat().join(' ')}: ${outcome}`;
}

export function ledgerLines({ flows, drops, inbound }: Ledger): string[] {
  return [
    ...flows.map(
      (flow) =>
        `${flow.networkInterface} by ${flow.link} to ${flow.peerAddress} ${flow.peerPort}: ${flow.packetsOut} out, ${flow.packetsIn} in, ${flow.handshakes} handshakes`,
    ),
    ...drops.map(
      (drop) =>
        `${drop.networkInterface} ${drop.reason} to ${drop.peerAddress} ${drop.peerPort}: ${drop.packets}`,
    ),
    ...inbound
      .filter(({ droppedAtEgressOnlyGateway: refused, arrived }) => refused + arrived > 0)
      .map(
        (each) =>
          `${each.networkInterface}: ${each.droppedAtEgressOnlyGateway} refused, ${each.arrived} arrived`,
      ),
  ];
}
