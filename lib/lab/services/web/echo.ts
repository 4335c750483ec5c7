/** An echo service: answers with the source address of the request, as ifconfig.me and AWS's checkip do. */
import type { StandIn, StandInRequest } from '../stand-in.ts';

export const echo: StandIn = echoOf(({ sourceAddress }) => `${sourceAddress}\n`);

/** What a captive portal or a malicious server would answer. */
export const echoOfMarkup: StandIn = echoOf(() => '<html>\u001b[2J\u001b]0;owned\u0007 2001:db8::1</html>\n');

/** The address of another VPC, as an echo service behind a proxy sees it. */
export const echoOfAnotherVpc: StandIn = echoOf(() => '2001:db8:4321:ff01::7\n');

function echoOf(body: (request: StandInRequest) => string): StandIn {
  return (request) =>
    request.path === '/' || request.path === '/ip'
      ? { status: 200, headers: { 'content-type': 'text/plain' }, body: body(request) }
      : { status: 404, headers: { 'content-type': 'text/plain' }, body: 'not found\n' };
}
