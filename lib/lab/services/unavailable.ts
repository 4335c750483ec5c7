/** A service that is down, but whose front door still answers. */
import type { Service } from './service.ts';

export const unavailable: Service = () => ({
  status: 503,
  headers: { 'content-type': 'text/plain', 'retry-after': '60' },
  body: 'service unavailable\n',
});
