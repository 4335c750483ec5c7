/** Dials a function's address from the lab's internet: the egress-only internet gateway must drop the attempt. */
import { connect } from 'node:net';

/** One SYN without a retransmission, which would follow after a second. */
const DIAL_TIMEOUT_MS = 300;

/** The port that a security group most likely opens. */
const DIAL_PORT = 443;

/** The outcome does not matter: a Lambda function accepts no connection. The ledger has how far the packet got. */
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
