/** Dials a function's address from the lab's internet, as a stranger would: the egress-only gateway must refuse. */
import { connect } from 'node:net';

/** One SYN and no retransmission: the next one would follow after a second. */
const DIAL_TIMEOUT_MS = 300;

/** A port that web servers use and most security groups would open first. */
const DIAL_PORT = 443;

/** Whether it was answered is not asked: a Lambda accepts nothing. The ledger says how far the packet came. */
export async function dialIn(address: string | null): Promise<void> {
  if (address === null) return;
  return new Promise((resolve) => {
    const socket = connect({ host: address, port: DIAL_PORT });
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve();
    };
    const timer = setTimeout(end, DIAL_TIMEOUT_MS);
    socket.once('connect', end).once('error', end);
  });
}
