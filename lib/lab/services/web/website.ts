/** A web server outside AWS: all it has to do is answer. */
import type { StandIn } from '../stand-in.ts';

export const website: StandIn = () => ({
  status: 200,
  headers: { 'content-type': 'text/plain' },
  body: 'ok\n',
});
