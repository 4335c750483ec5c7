/** The control: IPv4 connects that must time out, since nothing routes IPv4 out of the subnet. */
import type { ControlEvidence } from '../../report/evidence.ts';
import { ADDRESSES_TRIED, CONTROL_TIMEOUT_MS } from '../limits.ts';
import { connectTo } from '../net/connect.ts';
import { describeError } from '../observe.ts';

/** The A records to try and the port that the target's own request used. */
export interface ControlPlan {
  readonly id: string;
  readonly addresses: readonly string[];
  readonly port: number;
}

/** Never throws. */
export async function tryControl(plan: ControlPlan, signal: AbortSignal): Promise<ControlEvidence> {
  const remoteAddresses = plan.addresses.slice(0, ADDRESSES_TRIED);
  const codes: string[] = [];
  const tries = remoteAddresses.map(async (address) => {
    try {
      (await connectTo(address, plan.port, CONTROL_TIMEOUT_MS, signal)).destroy();
      return address;
    } catch (error) {
      codes.push(describeError(error).code);
      return null;
    }
  });
  const answered = (await Promise.all(tries)).find((address) => address !== null);
  return { id: plan.id, remoteAddresses, answeredBy: answered ?? null, codes, cutOff: signal.aborted };
}
