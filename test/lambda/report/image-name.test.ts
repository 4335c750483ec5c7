/** Which URLs name an image. */
import { describe, expect, test } from 'vitest';
import { imageIn } from '../../../lambda/report/image-name.ts';
import { parseUserTargets } from '../../../lambda/report/user-targets.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('an image', () => {
  test.each([
    ['/library/busybox:1.36', 'library/busybox', '1.36'],
    ['/busybox', 'busybox', 'latest'],
    [`/a/b-c/d__e@${DIGEST}`, 'a/b-c/d__e', DIGEST],
  ])('is named by %s', (pathname, name, reference) => {
    expect(imageIn({ pathname, search: '' })).toEqual({ name, reference });
  });

  test.each([
    '/',
    '',
    '/Library/busybox',
    '/a//b',
    '/a:',
    '/a@sha256:12',
    '/a/../b',
    '/a:1/b',
    '/-a',
    '/a:b:c',
  ])('is not named by %j', (pathname) => {
    expect(imageIn({ pathname, search: '' })).toBeNull();
  });

  test('has no query', () => {
    expect(imageIn({ pathname: '/a', search: '?x=1' })).toBeNull();
  });
});

describe('a target of the scheme oci', () => {
  test('has port 443 unless another is written, and its URL as its id', () => {
    const { targets, problems } = parseUserTargets(
      ['oci://ghcr.io/a/b:1', 'oci://r.example:5000/a'],
      'targets',
    );
    expect(problems).toEqual([]);
    expect(targets.map(({ id, scheme, host, port }) => [id, scheme, host, port])).toEqual([
      ['oci://ghcr.io/a/b:1', 'oci', 'ghcr.io', 443],
      ['oci://r.example:5000/a', 'oci', 'r.example', 5000],
    ]);
  });

  test.each(['oci://ghcr.io', 'oci://ghcr.io/Name', 'oci://ghcr.io/a?b=c', 'oci://user:secret@ghcr.io/a'])(
    '%s is refused, and the problem says what would be right',
    (url) => {
      const { targets, problems } = parseUserTargets([url], 'targets');
      expect(targets).toEqual([]);
      expect(problems).toEqual([
        expect.stringMatching(/oci:\/\/ghcr\.io\/owner\/name:tag|leave out the user and password/),
      ]);
    },
  );
});
