/** Services that fail in ways of their own, whoever asks: for worlds about what a probe does then. */
import type { Service } from '../stand-in.ts';

/** A service that is down, but whose front door still answers. */
export const unavailable: Service = () => ({
  status: 503,
  headers: { 'content-type': 'text/plain', 'retry-after': '60' },
  body: 'service unavailable\n',
});

/** S3 under more load than it wants (Amazon S3 API Reference, Error responses). */
export const throttling: Service = () => ({
  status: 503,
  headers: { 'content-type': 'application/xml' },
  body: '<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>',
});

/** Takes the request and never answers. */
export const hanging: Service = () => new Promise(() => {});

/** Takes the request and closes the connection. */
export const resetting: Service = () => 'reset';

/** Answers, and closes the connection behind the first half of the body. */
export const resettingInBody: Service = () => 'reset-in-body';

/** An answer without end; one chunk is more than any probe should read. */
export const oversized: Service = () => ({
  status: 200,
  headers: { 'content-type': 'text/plain' },
  body: 'x'.repeat(1_000_000),
});

/** A header larger than any client takes (Node's limit is 16 KB). */
export const oversizedHeader: Service = () => ({ status: 200, headers: { 'x-large': 'x'.repeat(100_000) } });

/** A byte a second, and no end. */
export const dripping: Service = () => 'drip';
