/** The IPv4 controls: connects that must time out, since nothing routes IPv4 out of the subnet. */

import { CONTROL_HOST } from '../../report/built-in-targets.ts';
import type { ControlEvidence } from '../../report/evidence.ts';
import type { AddressGuard } from '../../report/public-address.ts';
import { ADDRESSES_TRIED, CONTROL_TIMEOUT_MS } from '../limits.ts';
import { connectTo } from '../net/connect.ts';
import { resolveHost } from '../net/resolve.ts';
import { describeError } from '../observe.ts';
import type { RunContext } from '../run-context.ts';
import type { Attempted } from './attempt-all.ts';

/** The A records to try and the port that the target's own request used. */
interface Ipv4Control {
  readonly id: string;
  readonly addresses: readonly string[];
  readonly port: number;
}

/** One for each target that has A records, and one for a host without IPv6. Never throws. */
export async function tryIpv4Controls(
  evidence: readonly Attempted[],
  { signal, addressGuard }: RunContext,
): Promise<ControlEvidence[]> {
  const refusalOf = await addressGuard();
  const ofTargets = evidence.flatMap((item) => controlOf(item, refusalOf));
  const { a } = await resolveHost(CONTROL_HOST, signal);
  const controls = [...ofTargets, { id: CONTROL_HOST, addresses: a.addresses ?? [], port: 443 }];
  return Promise.all(
    controls.filter(({ addresses }) => addresses.length > 0).map((control) => tryControl(control, signal)),
  );
}

/** The A records that the target's own attempt was answered with; for a user's target only the public ones. */
function controlOf({ target, attempts: [forced] }: Attempted, refusalOf: AddressGuard): Ipv4Control[] {
  const operation = forced.operations.find(({ dns }) => dns?.a?.length);
  if (!operation) return [];
  const addresses = (operation.dns?.a ?? []).filter((address) => !target.publicOnly || !refusalOf(address));
  return [{ id: target.id, addresses, port: operation.port }];
}

async function tryControl(
  { id, addresses, port }: Ipv4Control,
  signal: AbortSignal,
): Promise<ControlEvidence> {
  const remoteAddresses = addresses.slice(0, ADDRESSES_TRIED);
  const codes: string[] = [];
  const tries = remoteAddresses.map(async (address) => {
    try {
      (await connectTo(address, port, CONTROL_TIMEOUT_MS, signal)).destroy();
      return address;
    } catch (error) {
      codes.push(describeError(error).code);
      return null;
    }
  });
  const answeredBy = (await Promise.all(tries)).find((address) => address !== null) ?? null;
  const outcome = answeredBy === null ? 'none' : 'ok';
  return { id, kind: 'ipv4', outcome, remoteAddresses, answeredBy, codes, cutOff: signal.aborted };
}
