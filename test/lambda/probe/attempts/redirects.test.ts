/** Where a response redirects to, and what of a server's URL gets into a log: never its user, query or fragment. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redirectIn, tooManyRedirects } from '../../../../lambda/probe/attempts/redirects.ts';

const FROM = new URL('https://from.example/a/b?own=secret#secret');

const redirect = (location: string | undefined, status = 302) =>
  redirectIn({ status, headers: location === undefined ? {} : { location } }, FROM);

function refusal(location: string): string {
  try {
    return `followed: ${redirect(location)?.href}`;
  } catch (error) {
    expect(error).toMatchObject({ code: 'RedirectLoop', phase: 'request' });
    return (error as Error).message;
  }
}

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])('with status %i is followed', (status) => {
    expect(redirect('https://to.example/c?d=e', status)?.href).toBe('https://to.example/c?d=e');
  });

  test.each([200, 300, 304, 305, 306, 309, 401, 404])('is none with status %i', (status) => {
    expect(redirect('https://to.example/', status)).toBeNull();
    expect(redirect('ftp://to.example/', status)).toBeNull();
  });

  test('is none without a location', () => {
    expect(redirect(undefined)).toBeNull();
    expect(redirect('')).toBeNull();
  });

  test.each([
    ['c', 'https://from.example/a/c'],
    ['/c', 'https://from.example/c'],
    ['//to.example', 'https://to.example/'],
    ['?c', 'https://from.example/a/b?c'],
    ['http://to.example:81', 'http://to.example:81/'],
  ])('may be relative: %s', (location, to) => {
    expect(redirect(location)?.href).toBe(to);
  });

  test.each([
    ['ftp://user:secret@to.example:21/p?sig=secret#secret', 'ftp://to.example/p'],
    ['ftp://secret@to.example:22/p?sig=secret', 'ftp://to.example:22/p'],
    ['custom://user:secret@to.example/p?sig=secret#secret', 'custom://to.example/p'],
    ['file:///p?sig=secret', 'a file: address'],
    ['mailto:secret@to.example?x=secret', 'a mailto: address'],
    ['data:text/html,secret', 'a data: address'],
    ['javascript:secret', 'a javascript: address'],
    ['https://secret:pass@:x/?secret', 'not a URL'],
    ['https://to.example:secret/?secret', 'not a URL'],
    [`https://${'a'.repeat(254)}/?secret`, '254 characters'],
    [`https://to.example/?secret=${'x'.repeat(8_192)}`, '8219 characters'],
  ])('that cannot be followed is refused without what may be secret: %s', (location, shown) => {
    const message = refusal(location);
    expect(message).toContain(`https://from.example/a/b redirects to`);
    expect(message).toContain(shown);
    expect(message).not.toContain('secret');
  });

  test('that never ends is refused the same way', () => {
    const { code, message } = tooManyRedirects(FROM);
    expect(code).toBe('RedirectLoop');
    expect(message).toBe('https://from.example/a/b redirects more than 5 times');
  });

  test('of any scheme never shows its user, query or fragment', () => {
    const scheme = fc.constantFrom('ftp', 'x', 'file', 'ws', 'blob', 'data', 'about', 'mailto');
    const afterHost = fc.tuple(
      fc.constantFrom('://h', '://h/', '://h:1/', '://[::1]/p', ':/p', ':p'),
      fc.constantFrom('?SECRET', '#SECRET', '?a=b#SECRET'),
    );
    const asUser = fc.tuple(
      fc.constantFrom('://', ':', ':/', ':///', ':\\\\'),
      fc.constantFrom('SECRET@h', 'u:SECRET@h', 'SECRET:SECRET@h:1'),
    );
    fc.assert(
      fc.property(scheme, fc.oneof(afterHost, asUser), fc.string(), (name, [middle, hidden], rest) => {
        const message = refusal(`${name}${middle}${hidden}${rest}`);
        if (!message.startsWith('followed')) expect(message).not.toContain('SECRET');
      }),
    );
  });
});
