/** Asks the Runtime API (AWS Lambda Developer Guide, "Using the Lambda runtime API"). */

// Not with an import statement, which would load undici for one of the exports.
const { request } = process.getBuiltinModule('node:http');

/** Lambda has a host and a port here. The lab has no process in the function's network that could listen. */
const socketPath = process.env.AWS_LAMBDA_RUNTIME_API ?? '';

/**
 * One request to the Runtime API.
 *
 * @param {'GET' | 'POST'} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<{ headers: import('node:http').IncomingHttpHeaders, text: string }>}
 */
export function ask(method, path, body) {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, method, path: `/2018-06-01/runtime/${path}` }, async (response) => {
      const chunks = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({ headers: response.headers, text: Buffer.concat(chunks).toString('utf8') });
    });
    sent.once('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
