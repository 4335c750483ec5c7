/** What the stack and the lab call in the bundle, apart from it: loading the bundler takes longer than all else. */

/** The function's handler, as Lambda names it: `handler.mjs`, export `handler`. */
export const PROBE_HANDLER = 'handler.handler';
