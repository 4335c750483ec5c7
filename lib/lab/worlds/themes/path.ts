/** Worlds about what happens to packets on the path. */
import { addVariable } from '../change/functions.ts';
import { CHECKIP, STS } from '../change/hosts.ts';
import { delay, loseFirstSyn, reject } from '../change/path.ts';
import { failed, healthy, healthyExcept, noPath, PASSES } from '../expectations.ts';
import type { Theme } from '../world.ts';

/** The least that every IPv6 link carries (RFC 8200, section 5). */
const PATH_MTU_BYTES = 1280;

export const path: Theme = {
  title: 'Connections and packets',
  worlds: [
    {
      name: 'connection-refused',
      summary: 'STS refuses the connection',
      note: 'Its address answers with a reset: nothing listens there.',
      faults: reject(STS, 'tcp-reset'),
      expectTarget: healthyExcept(['sts'], noPath('ConnectRefused')),
    },
    {
      name: 'administratively-prohibited',
      summary: 'a firewall on the path prohibits STS',
      faults: reject(STS, 'admin-prohibited'),
      expectTarget: healthyExcept(['sts'], noPath('AdminProhibited')),
    },
    {
      name: 'slow-path',
      summary: 'a round trip to checkip takes 400 ms: unchanged Node code fails',
      note: 'IPv6 works. Node allows each address a quarter of a second and then turns to IPv4, which never answers (nodejs/node#54359).',
      faults: delay(CHECKIP, 400),
      expectTarget: healthy,
    },
    {
      name: 'first-syn-lost',
      summary: 'the first SYN of each connection to checkip is lost: unchanged Node code fails',
      note: 'IPv6 recovers within a second. Node gives up on it after a quarter of a second and turns to IPv4, which never answers (nodejs/node#54359).',
      faults: loseFirstSyn(CHECKIP),
      expectTarget: healthy,
    },
    {
      name: 'first-syn-lost-fixed',
      summary: 'the first SYN is lost, and a Node option fixes it',
      note: 'The option makes Node wait longer for IPv6.',
      changeTemplate: (template) =>
        addVariable(template, 'NODE_OPTIONS', '--network-family-autoselection-attempt-timeout=2000'),
      faults: loseFirstSyn(CHECKIP),
      expectTarget: healthy,
    },
    {
      name: 'large-packets-lost',
      summary: 'a path MTU black hole: packets of more than 1,280 bytes vanish',
      note: "Packets must be smaller somewhere on the path, and the ICMPv6 message that says so is lost (RFC 2923, section 2.1). Node 24's first TLS message is too large, since it offers a post-quantum key exchange (X25519MLKEM768); so the probe cannot ask EC2 for the route either.",
      faults: () => [{ kind: 'drop', family: '6', largerThan: PATH_MTU_BYTES }],
      expectTarget: (id) => {
        if (id === 'ifconfig.me') return { ...PASSES, path: 'ipv6' };
        return id === 'bedrock-runtime' ? healthy(id) : failed('TlsFailed', 'ipv6');
      },
    },
  ],
};
