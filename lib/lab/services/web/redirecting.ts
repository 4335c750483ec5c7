/** Stand-ins that redirect their clients: to a page of their own, on and on, or to addresses inside the VPC. */
import type { StandIn } from '../stand-in.ts';

const to =
  (location: (path: string) => string): StandIn =>
  ({ path }) =>
    path === '/here' ? { status: 200, body: 'ok\n' } : { status: 302, headers: { location: location(path) } };

export const redirecting: StandIn = to(() => '/here');

/** Each page redirects to a new one. */
export const redirectingForEver: StandIn = to((path) => `${path}x`);

export const redirectingInside: StandIn = to(() => 'http://[::1]/');

/** RFC 1918: most VPCs have such addresses, the lab's included. */
export const redirectingIntoTheVpc: StandIn = to(() => 'http://10.1.8.4/');
