/** Node's `http`, taken as the probe takes it and for the same reason: see lambda/probe/net/node-http.ts. */
export const nodeHttp = process.getBuiltinModule('node:http');
