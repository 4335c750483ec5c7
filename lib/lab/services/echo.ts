/** An echo service: says which address a request came from, as ifconfig.me and AWS's checkip do. */
import type { Service } from './service.ts';

export const echo: Service = ({ path, sourceAddress }) =>
  path === '/' || path === '/ip'
    ? { status: 200, headers: { 'content-type': 'text/plain' }, body: `${sourceAddress}\n` }
    : { status: 404, headers: { 'content-type': 'text/plain' }, body: 'not found\n' };
