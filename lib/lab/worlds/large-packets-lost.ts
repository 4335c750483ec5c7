/**
 * Somewhere on the way packets must be smaller, and the ICMPv6 message that says so is lost (RFC 2923, section 2.1):
 * a large packet is sent for ever. Node 24's first message of a TLS handshake is one, since it offers a post-quantum key
 * exchange (X25519MLKEM768). 1,280 bytes is the least that every IPv6 link carries (RFC 8200, section 5).
 */
import { controlsSilent, failed, PASSES, silent, type World } from './world.ts';

const PATH_MTU_BYTES = 1280;

export const largePacketsLost: World = {
  name: 'large-packets-lost',
  summary: 'a path MTU black hole: packets of more than 1,280 bytes vanish',
  faults: () => [{ kind: 'drop', family: '6', largerThan: PATH_MTU_BYTES }],
  // EC2 cannot be asked for the route either.
  expectTarget: (id) => {
    if (id === 'ifconfig.me') return { ...PASSES, path: 'ipv6' };
    return id === 'bedrock-runtime' ? silent('NoSuchHost') : failed('TlsFailed', 'ipv6');
  },
  expectControls: controlsSilent,
};
