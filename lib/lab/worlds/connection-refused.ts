/** STS's address answers with a reset: nothing listens there. */
import { ipv6AddressesOf } from './hosts.ts';
import { controlsSilent, healthy, silent, type World } from './world.ts';

export const connectionRefused: World = {
  name: 'connection-refused',
  summary: 'STS refuses the connection',
  faults: (internet) =>
    ipv6AddressesOf(internet, /^sts\./).map((peerAddress) => ({
      kind: 'reject',
      with: 'tcp-reset',
      peerAddress,
    })),
  expectTarget: (id) => (id === 'sts' ? silent('ConnectRefused') : healthy(id)),
  expectControls: controlsSilent,
};
