/** How a registry's documents are read, malformed ones included. */
import { describe, expect, test } from 'vitest';
import { tokenUrl } from '../../../../lambda/probe/registry/challenge.ts';
import { ecrApiOf } from '../../../../lambda/probe/registry/ecr.ts';
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

  test('of an image leads to its smallest layer', () => {
    const layers = [
      { digest: digest('a'), size: 9 },
      { digest: digest('b'), size: 3 },
    ];
    expect(nextIn(JSON.stringify({ layers }), 'arm64')).toEqual({ layer: digest('b') });
  });

  test.each([
    ['<html>Welcome</html>', 'is not a JSON object: "<html>Welcome</html>"'],
    ['7', 'is not a JSON object'],
    ['{}', 'has neither manifests nor layers'],
    ['{"manifests":[]}', 'names no digest'],
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

  test.each(['secret', '{"token":7}', '{"token":"se cret"}', '{"token":"secret\\r\\nx: y"}'])(
    'that is malformed is not quoted: %s',
    (body) => {
      expect(() => tokenIn(body)).toThrow(
        expect.objectContaining({ code: 'ResponseInvalid', message: expect.not.stringContaining('secret') }),
      );
    },
  );
});
