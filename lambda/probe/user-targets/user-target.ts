/** A user's target as the probe tries it: a request, a handshake or a connection, at public addresses alone. */
import type { AttemptContext, AttemptResult } from '../attempts/attempt.ts';
import { openPlainConnection } from '../attempts/plain-connection.ts';
import { getHeader } from '../attempts/plain-http.ts';
import { ObservedError } from '../evidence.ts';
import { publicOnly } from '../net/public-address.ts';
import type { ProbeTarget } from '../targets/target.ts';
import type { UserTarget } from './parse.ts';

/** As many as a browser would need for a move from http to https and to another name, and then some. */
const REDIRECTS_FOLLOWED = 5;

export function userTarget(target: UserTarget): ProbeTarget {
  const { id, expect, scheme } = target;
  const attempt = scheme === 'http' || scheme === 'https' ? request : connect;
  return {
    id,
    service: scheme,
    expect,
    echoes: false,
    conditioned: false,
    sdk: false,
    publicOnly: true,
    attempt: (context) => attempt(guarded(context), target),
  };
}

function guarded(context: AttemptContext): AttemptContext {
  const { vpcIpv4CidrBlock, vpcIpv6CidrBlock } = context.environment;
  return { ...context, refusalOf: publicOnly([vpcIpv4CidrBlock, vpcIpv6CidrBlock]) };
}

/** Any answer will do. Redirects are followed where IPv6 is forced: what they lead to must have IPv6 as well. */
async function request(context: AttemptContext, { url }: UserTarget): Promise<AttemptResult> {
  let next = new URL(url);
  for (let hop = 0; hop <= REDIRECTS_FOLLOWED; hop += 1) {
    const location = await getHeader(context, next);
    if (location === null || context.mode !== 'ipv6') return {};
    next = redirected(next, location);
  }
  throw new ObservedError(
    'request',
    'RedirectLoop',
    `${url} redirects more than ${REDIRECTS_FOLLOWED} times`,
  );
}

function redirected(from: URL, location: string): URL {
  const to = URL.parse(location, from.href);
  if (to?.protocol === 'http:' || to?.protocol === 'https:') return to;
  throw new ObservedError(
    'request',
    'RedirectLoop',
    `${from.href} redirects to "${location}", which is no web address`,
  );
}

async function connect(context: AttemptContext, { scheme, host, port }: UserTarget): Promise<AttemptResult> {
  await openPlainConnection(context, { host, port, tls: scheme === 'tls' });
  return {};
}
