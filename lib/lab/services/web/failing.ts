/** Stand-ins that fail for every client, each in its own way: for worlds about what a probe does then. */
import type { StandIn } from '../stand-in.ts';

/** A service that is down behind a load balancer that still answers. */
export const unavailable: StandIn = () => ({
  status: 503,
  headers: { 'content-type': 'text/plain', 'retry-after': '60' },
  body: 'service unavailable\n',
});

/** S3 under too much load (Amazon S3 API Reference, Error responses). */
export const throttling: StandIn = () => ({
  status: 503,
  headers: { 'content-type': 'application/xml' },
  body: '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>',
});

/** Takes the request and never answers. */
export const hanging: StandIn = () => new Promise(() => {});

/** Takes the request and closes the connection. */
export const resetting: StandIn = () => 'reset';

/** Answers, and resets the connection after the first half of the body. */
export const resettingInBody: StandIn = () => 'reset-in-body';

/** More than any probe should read. */
export const oversized: StandIn = () => ({
  status: 200,
  headers: { 'content-type': 'text/plain' },
  body: 'x'.repeat(1_000_000),
});

/** A header larger than any client accepts (Node's limit is 16 KB). */
export const oversizedHeader: StandIn = () => ({ status: 200, headers: { 'x-large': 'x'.repeat(100_000) } });

/** A byte a second, without end. */
export const dripping: StandIn = () => 'drip';
