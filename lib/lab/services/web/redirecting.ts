/** Services that send their clients elsewhere: to a page of their own, in circles, or where they have no business. */
import type { Service } from '../stand-in.ts';

const to =
  (location: (path: string) => string): Service =>
  ({ path }) =>
    path === '/here' ? { status: 200, body: 'ok\n' } : { status: 302, headers: { location: location(path) } };

export const redirecting: Service = to(() => '/here');

/** Each page leads to one that nobody has seen yet. */
export const redirectingForEver: Service = to((path) => `${path}x`);

export const redirectingInside: Service = to(() => 'http://[::1]/');

/** RFC 1918: where the lab's and most other VPCs lie. */
export const redirectingIntoTheVpc: Service = to(() => 'http://10.1.8.4/');
