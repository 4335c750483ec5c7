/** A firewall on the way to STS says that it may not be reached. */
import { ipv6AddressesOf } from './hosts.ts';
import { controlsSilent, healthy, silent, type World } from './world.ts';

export const administrativelyProhibited: World = {
  name: 'administratively-prohibited',
  summary: 'a firewall prohibits STS',
  faults: (internet) =>
    ipv6AddressesOf(internet, /^sts\./).map((peerAddress) => ({
      kind: 'reject',
      with: 'admin-prohibited',
      peerAddress,
    })),
  expectTarget: (id) => (id === 'sts' ? silent('AdminProhibited') : healthy(id)),
  expectControls: controlsSilent,
};
