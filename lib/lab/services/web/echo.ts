/** An echo service: says which address a request came from, as ifconfig.me and AWS's checkip do. */
import type { Service, ServiceRequest } from '../stand-in.ts';

export const echo: Service = echoOf(({ sourceAddress }) => `${sourceAddress}\n`);

/** What a captive portal, or a joker, would answer. */
export const echoOfMarkup: Service = echoOf(() => '<html>\u001b[2J\u001b]0;owned\u0007 2001:db8::1</html>\n');

/** The address of somebody else: what is seen behind a proxy. */
export const echoOfAnotherVpc: Service = echoOf(() => '2001:db8:4321:ff01::7\n');

function echoOf(body: (request: ServiceRequest) => string): Service {
  return (request) =>
    request.path === '/' || request.path === '/ip'
      ? { status: 200, headers: { 'content-type': 'text/plain' }, body: body(request) }
      : { status: 404, headers: { 'content-type': 'text/plain' }, body: 'not found\n' };
}
