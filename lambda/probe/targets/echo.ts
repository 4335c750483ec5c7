/** Echo services: they answer with the address that they saw, the one witness of the source that needs no AWS. */
import { get } from '../attempts/plain-http.ts';
import type { ProbeTarget } from './target.ts';

function echoTarget(id: string, service: string, url: string): ProbeTarget {
  return {
    id,
    service,
    expect: 'reached',
    echoes: true,
    sdk: false,
    conditioned: false,
    attempt: async (context) => ({ echo: await get(context, new URL(url)) }),
  };
}

/** Plain HTTP, as the article called it. */
export const ifconfigMe = echoTarget('ifconfig.me', 'ifconfig.me', 'http://ifconfig.me/ip');

/** AWS's own echo, over both families. */
export const checkip = echoTarget('checkip', 'AWS checkip', 'https://checkip.global.api.aws/');
