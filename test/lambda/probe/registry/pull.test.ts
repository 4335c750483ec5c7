/** A pull from a hostile registry: over real sockets it ends by name, and nothing secret gets into its evidence. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { runAttempt } from '../../../../lambda/probe/attempts/attempt.ts';
import { readEnvironment } from '../../../../lambda/probe/environment.ts';
import { pullImage } from '../../../../lambda/probe/registry/pull.ts';
import { startRun } from '../../../../lambda/probe/run-context.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function pullFrom(answer: RequestListener) {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '::1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = new URL(`http://[::1]:${port}/a/b:1`);
  const deadline = AbortSignal.timeout(60_000);
  const run = startRun(readEnvironment({}), deadline, Promise.resolve(null));
  return runAttempt('ipv6', (context) => pullImage(context, url), run);
}

/** Every text in a value, at any depth. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const answering =
  (status: number, headers: Record<string, string>, body = ''): RequestListener =>
  (_, response) => {
    response.writeHead(status, headers).end(body);
  };

const challenge = (text: string) => answering(401, { 'www-authenticate': text });

test.each([
  ['is one long name', challenge(`Bearer ${'a'.repeat(15_000)}`), 'AccessDenied'],
  ['never closes its quotes', challenge(`Bearer ${'a="'.repeat(5_000)}`), 'AccessDenied'],
  ['names no web address', challenge('Bearer realm="ftp://u:SECRET@h/?SECRET"'), 'AccessDenied'],
  [
    'is longer than it need be',
    challenge(`Bearer realm="http://[::1]/",x="${'x'.repeat(9_000)}"`),
    'AccessDenied',
  ],
])('a challenge that %s is not answered', async (_, answer, code) => {
  const { operations, failure } = await pullFrom(answer);
  expect(operations.map(({ name, httpStatus }) => [name, httpStatus])).toEqual([['manifest', 401]]);
  expect(failure?.code).toBe(code);
  expect(textsIn({ operations, failure }).filter((text) => text.includes('SECRET'))).toEqual([]);
});

test.each([
  ['to an odd scheme', 'ftp://u:SECRET@h/p?SECRET#SECRET', 'ftp://h/p'],
  ['to a URL without a host', 'data:text/plain,SECRET', 'a data: address'],
  ['to what is not a URL', 'http://[SECRET]/?SECRET', 'not a URL'],
  ['to a URL without end', `http://h/?SECRET=${'x'.repeat(9_000)}`, 'natless reads at most'],
])('a redirect %s is refused without its secrets', async (_, location, shown) => {
  const { operations, failure } = await pullFrom(answering(307, { location }));
  expect(failure).toMatchObject({ code: 'RedirectLoop', message: expect.stringContaining(shown) });
  expect(textsIn({ operations, failure }).filter((text) => text.includes('SECRET'))).toEqual([]);
});

test('a redirect that is followed leaves its user, query and fragment out of the evidence', async () => {
  const { operations, failure } = await pullFrom((request, response) => {
    const location = `http://u:SECRET@${request.headers.host}/next?SECRET#SECRET`;
    response.writeHead(307, { location }).end();
  });
  expect(operations).toHaveLength(6);
  expect(failure?.message).toMatch(/redirects more than 5 times$/);
  expect(textsIn({ operations, failure }).filter((text) => text.includes('SECRET'))).toEqual([]);
});

test('a manifest whose sizes are objects is refused by name', async () => {
  const size = { toString: 1, valueOf: 1 };
  const layers = ['a', 'b'].map((character) => ({ digest: `sha256:${character.repeat(64)}`, size }));
  const { failure } = await pullFrom(answering(200, {}, JSON.stringify({ layers })));
  expect(failure).toMatchObject({
    code: 'ResponseInvalid',
    message: expect.stringContaining('names no size'),
  });
});

test('a token server gets no second try, and its answer is not quoted', async () => {
  const { operations, failure } = await pullFrom((request, response) => {
    const isToken = request.url?.startsWith('/token') ?? false;
    const realm = `Bearer realm="http://u:SECRET@${request.headers.host}/token?key=SECRET"`;
    response.writeHead(isToken ? 200 : 401, isToken ? {} : { 'www-authenticate': realm });
    response.end(isToken ? '{"token":["SECRET"]}' : '');
  });
  expect(operations.map(({ name }) => name)).toEqual(['manifest', 'token']);
  expect(failure?.code).toBe('ResponseInvalid');
  expect(textsIn({ operations, failure }).filter((text) => text.includes('SECRET'))).toEqual([]);
});
