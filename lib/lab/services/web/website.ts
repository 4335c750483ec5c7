/** Any web server that is not AWS's: it answers, and that is all that is asked of it. */
import type { Service } from '../stand-in.ts';

export const website: Service = () => ({
  status: 200,
  headers: { 'content-type': 'text/plain' },
  body: 'ok\n',
});
