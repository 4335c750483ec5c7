/**
 * Node's `http`, not by an import statement: that reads every export of the module, among them `WebSocket`, for which Node
 * loads the whole of undici. It would be half of what a process takes to start (measured).
 */
export const nodeHttp = process.getBuiltinModule('node:http');
