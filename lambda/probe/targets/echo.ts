/** Echo services: they answer with the address that they saw, the only witness of the source address outside AWS. */
import { readEcho } from '../../report/judge/source.ts';
import { get } from '../attempts/plain-http.ts';
import type { TargetCode } from './target.ts';

function echoAt(url: string): TargetCode {
  return { attempt: async (context) => ({ echo: readEcho(await get(context, new URL(url))) }) };
}

/** Plain HTTP, as the article called it. */
export const ifconfigMe = echoAt('http://ifconfig.me/ip');

/** AWS's own echo, over both families. */
export const checkip = echoAt('https://checkip.global.api.aws/');
