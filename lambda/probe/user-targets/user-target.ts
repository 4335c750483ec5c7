/** A user's target as the probe tries it: a request, a handshake or a connection, only to public addresses or an endpoint. */

import type { Scheme } from '../../report/target-url.ts';
import type { UserTarget } from '../../report/user-targets.ts';
import type { AttemptContext, AttemptResult } from '../attempts/attempt.ts';
import { openPlainConnection } from '../attempts/plain-connection.ts';
import { getHeader } from '../attempts/plain-http.ts';
import { REDIRECTS_FOLLOWED, tooManyRedirects } from '../attempts/redirects.ts';
import { pullImage } from '../registry/pull.ts';
import type { ProbeTarget } from '../targets/target.ts';
import { settingsGuard } from './settings-guard.ts';

/** @param ofSettings whether the stack's owner wrote it: an event never leads into the VPC */
export function userTarget(target: UserTarget, ofSettings: boolean): ProbeTarget {
  const { id, expect, scheme } = target;
  return {
    id,
    service: scheme,
    expect,
    echoes: false,
    conditioned: false,
    sdk: false,
    publicOnly: true,
    attempt: async (context) => {
      const publicOnly = await context.addressGuard();
      const refusalOf = ofSettings ? settingsGuard(target, publicOnly, context.environment) : publicOnly;
      return ATTEMPTS[scheme]({ ...context, refusalOf }, target);
    },
  };
}

/** Any answer counts. Redirects are followed where IPv6 is forced: the hosts that they lead to also need IPv6. */
async function request(context: AttemptContext, { url }: UserTarget): Promise<AttemptResult> {
  let next = new URL(url);
  for (let hop = 0; hop <= REDIRECTS_FOLLOWED; hop += 1) {
    const redirected = await getHeader(context, next);
    if (redirected === null || context.mode !== 'ipv6') return {};
    next = redirected;
  }
  throw tooManyRedirects(new URL(url));
}

async function connect(context: AttemptContext, { scheme, host, port }: UserTarget): Promise<AttemptResult> {
  await openPlainConnection(context, { host, port, tls: scheme === 'tls' });
  return {};
}

type Attempt = (context: AttemptContext, target: UserTarget) => Promise<AttemptResult>;

const ATTEMPTS: Readonly<Record<Scheme, Attempt>> = {
  http: request,
  https: request,
  tls: connect,
  tcp: connect,
  oci: (context, { url }) => pullImage(context, new URL(url)),
};
