/**
 * Node's `http`, without an import statement: that reads every export of the module, `WebSocket` among them, for which
 * Node loads all of undici, about half of a process's start-up time (measured).
 */
export const nodeHttp = process.getBuiltinModule('node:http');
