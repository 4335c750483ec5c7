/** How a registry's documents are read, malformed ones included. */
import { describe, expect, test } from 'vitest';
import { tokenUrl } from '../../../../lambda/probe/registry/challenge.ts';
import { ecrApiOf } from '../../../../lambda/probe/registry/ecr.ts';
import { passwordIn } from '../../../../lambda/probe/registry/ecr-answer.ts';
import { nextIn, tokenIn } from '../../../../lambda/probe/registry/manifest.ts';

const digest = (character: string) => `sha256:${character.repeat(64)}`;

describe('a challenge', () => {
  test('leads to the token', () => {
    const url = tokenUrl(
      'Bearer realm="https://auth.example/token",service="r.example",scope="repository:a/b:pull"',
      'a/b',
    );
    expect(url?.href).toBe('https://auth.example/token?service=r.example&scope=repository%3Aa%2Fb%3Apull');
  });

  test('without a scope leads to the token with the scope of a pull', () => {
    expect(tokenUrl('bearer Realm="https://auth.example/t?x=1"', 'a/b')?.href).toBe(
      'https://auth.example/t?x=1&scope=repository%3Aa%2Fb%3Apull',
    );
  });

  test.each([
    ['in any order', 'Bearer scope="s",service="r",realm="https://a.example/t"'],
    ['in any letters', 'BEARER REALM="https://a.example/t",Service="r",SCOPE="s"'],
    ['apart', 'Bearer  realm = "https://a.example/t" ,  service= "r",\tscope ="s" '],
    ['without commas', 'Bearer realm="https://a.example/t" service="r" scope="s"'],
    ['without quotes', 'Bearer realm=https://a.example/t,service=r,scope=s'],
    ['escaped', 'Bearer realm="https://a.example\\/t",service="\\r",scope="s"'],
    [
      'beside others',
      'Bearer error="x=\\"y\\",realm=z",realm="https://a.example/t",service="r",scope="s",a=1',
    ],
    ['before another challenge', 'Bearer realm="https://a.example/t",service="r",scope="s", Basic realm="b"'],
  ])('has its parameters %s', (_, challenge) => {
    expect(tokenUrl(challenge, 'a/b')?.href).toBe('https://a.example/t?service=r&scope=s');
  });

  test('has a scope or none, whatever names every object inherits', () => {
    const challenge = 'Bearer __proto__="x",constructor="y",realm="https://a.example/t"';
    expect(tokenUrl(challenge, 'a/b')?.href).toBe('https://a.example/t?scope=repository%3Aa%2Fb%3Apull');
    expect(tokenUrl('Bearer __proto__="https://a.example/t"', 'a/b')).toBeNull();
  });

  test.each([
    'Bearer x="unclosed,realm="https://a.example/t"',
    'Bearer realm',
    'Bearer ="https://a.example/t"',
    'Bearer realm="https://a.example/t',
    'Bearerrealm="https://a.example/t"',
    'Basic realm="b", Bearer realm="https://a.example/t"',
    `Bearer realm="https://${'a'.repeat(254)}/"`,
    `Bearer realm="https://a.example/t",x="${'x'.repeat(9_000)}"`,
  ])('that is malformed, too long or second is ignored: %s', (challenge) => {
    expect(tokenUrl(challenge, 'a')).toBeNull();
  });

  test.each([
    undefined,
    '',
    'Basic realm="https://r.example/"',
    'Bearer',
    'Bearer realm="file:///etc/passwd"',
    'Bearer realm="nonsense"',
  ])('without an http address of a token is ignored: %j', (challenge) => {
    expect(tokenUrl(challenge, 'a')).toBeNull();
  });
});

describe('ECR’s password', () => {
  test('comes from the API with the registry’s kind of name', () => {
    expect(ecrApiOf('111122223333.dkr.ecr.us-west-2.amazonaws.com')).toEqual({
      ...{ region: 'us-west-2', hostname: 'api.ecr.us-west-2.amazonaws.com' },
    });
    expect(ecrApiOf('111122223333.dkr-ecr.eu-central-1.on.aws')).toEqual({
      ...{ region: 'eu-central-1', hostname: 'ecr.eu-central-1.api.aws' },
    });
  });

  test.each([
    '111122223333.dkr.ecr.us-west-2.amazonaws.com.evil.example',
    'evil.example/111122223333.dkr-ecr.us-west-2.on.aws',
    'x.111122223333.dkr-ecr.us-west-2.on.aws',
    '1.dkr-ecr.us-west-2.on.aws',
    '111122223333.dkr-ecr.us-west-2.on.aws.',
    'public.ecr.aws',
  ])('does not go to any other host: %s', (host) => {
    expect(ecrApiOf(host)).toBeNull();
  });
});

describe('a manifest', () => {
  const platform = (os: string, architecture: string, character: string) => ({
    digest: digest(character),
    platform: { os, architecture },
  });

  test('of many platforms leads to the one of this machine', () => {
    const manifests = [
      platform('windows', 'arm64', 'a'),
      platform('linux', 'amd64', 'b'),
      platform('linux', 'arm64', 'c'),
    ];
    expect(nextIn(JSON.stringify({ manifests }), 'arm64')).toEqual({ manifest: digest('c') });
    expect(nextIn(JSON.stringify({ manifests }), 'riscv64')).toEqual({ manifest: digest('b') });
  });

  const layer = (character: string, size: unknown) => ({ digest: digest(character), size });

  test.each([
    [[layer('a', 9), layer('b', 3)]],
    [[layer('b', 3), layer('a', 9)]],
    [[layer('b', 0), layer('a', 1), layer('c', 2)]],
    [[layer('c', 2 ** 31), layer('a', 2 ** 40), layer('b', 5)]],
  ])('of an image leads to its smallest layer: %j', (layers) => {
    expect(nextIn(JSON.stringify({ layers }), 'arm64')).toEqual({ layer: digest('b') });
  });

  /** What JSON can hold that is not a size. Objects like the first make a sum throw. */
  const NO_SIZES: readonly unknown[] = [
    ...[{ toString: 1, valueOf: 1 }, {}, [], [1], '1', '', null, true, -1, 0.5, 1e300, 2 ** 53],
  ];

  test.each(NO_SIZES)('takes no layer for the smallest whose size is %j', (size) => {
    for (const layers of [
      [layer('a', size), layer('b', 9)],
      [layer('b', 9), layer('a', size)],
    ])
      expect(nextIn(JSON.stringify({ layers }), 'arm64')).toEqual({ layer: digest('b') });
    expect(() => nextIn(JSON.stringify({ layers: [layer('a', size), layer('b', size)] }), 'arm64')).toThrow(
      expect.objectContaining({ code: 'ResponseInvalid', message: expect.stringContaining('names no size') }),
    );
  });

  test.each([null, 7, 'linux', [], { os: { toString: 1 } }, { os: 'linux', architecture: ['arm64'] }])(
    'takes no platform for this machine’s that is %j',
    (odd) => {
      const manifests = [{ digest: digest('a'), platform: odd }, platform('linux', 'arm64', 'b')];
      for (const each of [manifests, manifests.toReversed()])
        expect(nextIn(JSON.stringify({ manifests: each }), 'arm64')).toEqual({ manifest: digest('b') });
    },
  );

  test.each([`sha256:${'0a'.repeat(32)}`, `sha512:${'f9'.repeat(64)}`])('may have the digest %s', (each) => {
    expect(nextIn(JSON.stringify({ layers: [{ digest: each, size: 1 }] }), 'arm64')).toEqual({ layer: each });
  });

  test.each([
    [{}],
    [7],
    [null],
    [[digest('a')]],
    [digest('a').toUpperCase()],
    [`${digest('a')}\n`],
    [`x${digest('a')}`],
    [`sha512:${'a'.repeat(64)}`],
    [`sha512:${'g'.repeat(128)}`],
  ])('takes nothing for a digest that is %j', (odd) => {
    const body = JSON.stringify({ layers: [{ digest: odd, size: 1 }] });
    expect(() => nextIn(body, 'arm64')).toThrow(
      expect.objectContaining({
        code: 'ResponseInvalid',
        message: expect.stringContaining('names no digest'),
      }),
    );
  });

  test.each([
    ['<html>Welcome</html>', 'is not a JSON object: "<html>Welcome</html>"'],
    ['7', 'is not a JSON object'],
    ['{}', 'has neither manifests nor layers'],
    ['{"manifests":[]}', 'names no digest'],
    ['{"manifests":[null]}', 'names no digest'],
    ['{"layers":[null]}', 'names no digest'],
    ['{"layers":[{"digest":"sha256:../../x","size":1}]}', 'names no digest'],
    ['{"layers":7}', 'has neither manifests nor layers'],
  ])('that is malformed is refused by name: %s', (body, words) => {
    expect(() => nextIn(body, 'arm64')).toThrow(
      expect.objectContaining({ code: 'ResponseInvalid', message: expect.stringContaining(words) }),
    );
  });
});

describe('a token', () => {
  test.each(['token', 'access_token'])('is found as %s', (key) => {
    expect(tokenIn(JSON.stringify({ [key]: 'abc' }))).toBe('abc');
  });

  test('may have 16,384 characters, and no more', () => {
    expect(tokenIn(JSON.stringify({ token: 'x'.repeat(16_384) }))).toHaveLength(16_384);
    expect(() => tokenIn(JSON.stringify({ token: 'x'.repeat(16_385) }))).toThrow('no token');
  });

  test.each([
    'secret',
    '{"token":7}',
    '{"token":["secret"]}',
    '{"token":{"toString":"secret"}}',
    '["secret"]',
    '{"token":"se cret"}',
    '{"token":"secret\\r\\nx: y"}',
  ])('that is malformed is not quoted: %s', (body) => {
    expect(() => tokenIn(body)).toThrow(
      expect.objectContaining({ code: 'ResponseInvalid', message: expect.not.stringContaining('secret') }),
    );
  });
});

describe('ECR’s answer', () => {
  const data = (...tokens: unknown[]) =>
    JSON.stringify({ authorizationData: tokens.map((authorizationToken) => ({ authorizationToken })) });

  test('holds the password, the first of several', () => {
    expect(passwordIn(data('QVdTOng='), 200)).toBe('QVdTOng=');
    expect(passwordIn(data('QVdTOng=', 'QVdTOnk='), 200)).toBe('QVdTOng=');
  });

  test.each([
    'secret',
    '7',
    'null',
    '{}',
    '{"authorizationData":{}}',
    '{"authorizationData":["secret"]}',
    '{"authorizationData":[null]}',
    data(['secret']),
    data({ toString: 'secret' }),
    data('secret\r\nx: y'),
    data('x'.repeat(16_385)),
  ])('that is malformed is not quoted: %s', (body) => {
    expect(() => passwordIn(body, 200)).toThrow(
      expect.objectContaining({ code: 'ResponseInvalid', message: expect.not.stringContaining('secret') }),
    );
  });

  test.each([
    [{ __type: 'com.amazon#AccessDeniedException', message: 'm' }, 'AccessDeniedException', 'm'],
    [{ __type: 'a#b#ServerException', Message: 'M' }, 'ServerException', 'M'],
    [{ __type: 'ThrottlingException' }, 'ThrottlingException', 'HTTP 400'],
    [{ __type: {}, message: {}, Message: 'M' }, 'ResponseInvalid', 'M'],
    [{ __type: 7, message: 7 }, 'ResponseInvalid', 'HTTP 400'],
    [{}, 'ResponseInvalid', 'HTTP 400'],
  ])('that is an error has its code and message: %j', (body, code, message) => {
    expect(() => passwordIn(JSON.stringify(body), 400)).toThrow(expect.objectContaining({ code, message }));
  });
});
