/**
 * Starts AWS's own runtime interface client, whose native addon is a client of the Runtime API in C++ and is not built here:
 * these few lines of HTTP take its place.
 */
import { once } from 'node:events';
import { request } from 'node:http';
import Module from 'node:module';
import { connect, createServer } from 'node:net';
import { pipeline } from 'node:stream';

const socketPath = process.env.AWS_LAMBDA_RUNTIME_API ?? '';

/** The client asks a host and a port: these lead to the lab's socket. */
const forwarder = createServer((client) => {
  const socket = connect(socketPath);
  pipeline(client, socket, client, () => {});
}).listen(0, '127.0.0.1');
await once(forwarder, 'listening');
// A handler that waits for nothing must end the process.
forwarder.unref();
const { port } = /** @type {import('node:net').AddressInfo} */ (forwarder.address());
process.env.AWS_LAMBDA_RUNTIME_API = `127.0.0.1:${port}`;

/**
 * @param {string} path
 * @param {string} body
 */
function post(path, body) {
  request({ socketPath, method: 'POST', path: `/2018-06-01/runtime/invocation/${path}` }).end(body);
}

// The client itself has a way to fetch the next invocation in JavaScript.
process.env.AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1 = 'true';
// @ts-expect-error Node's table of loaders is public by age, not by type
Module._extensions['.node'] = (/** @type {{ exports: object }} */ module) => {
  module.exports = {
    initializeClient() {},
    /** @type {(id: string, body: string) => void} */
    done: (id, body) => post(`${id}/response`, body),
    /** @type {(id: string, body: string) => void} */
    error: (id, body) => post(`${id}/error`, body),
  };
};
// @ts-expect-error it lies beside this file only where the test has put both
await import('./index.mjs');
