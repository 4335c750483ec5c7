/** Users' targets: what is accepted, and what is refused. */
import { describe, expect, test } from 'vitest';
import { parseUserTargets } from '../../../lambda/report/user-targets.ts';

const parse = (...list: unknown[]) => parseUserTargets(list, 'targets');

describe('a target', () => {
  test.each([
    ['https://api.github.com', 'api.github.com', 443],
    ['https://example.com:8443/a?b=c', 'example.com', 8443],
    ['http://example.com', 'example.com', 80],
    ['http://example.com:443/', 'example.com', 443],
    ['tls://db.example.com:5432', 'db.example.com', 5432],
    ['tls://mail.example.com:443', 'mail.example.com', 443],
    ['tcp://db.example.com:80', 'db.example.com', 80],
    ['tcp://[2001:db8::1]:22', '[2001:db8::1]', 22],
    ['https://bücher.example', 'xn--bcher-kva.example', 443],
  ])('%s', (url, host, port) => {
    expect(parse(url)).toMatchObject({ problems: [], targets: [{ id: url, host, port, expect: 'reached' }] });
  });

  test('keeps its scheme, its path and its query', () => {
    for (const url of ['http://example.com/a?b=c', 'https://example.com/a?b=c']) {
      const [scheme] = url.split(':');
      expect(parse(url)).toMatchObject({ targets: [{ url, scheme }] });
    }
  });

  test('may have a name, an expectation and metrics', () => {
    const target = { url: 'https://example.com', name: 'shop 🛒', expect: 'not-reached', metrics: true };
    expect(parse(target)).toMatchObject({
      problems: [],
      targets: [{ id: 'shop 🛒', expect: 'not-reached', metrics: true }],
    });
  });

  test.each([
    ['no scheme', 'example.com', 'write https://'],
    ['another scheme', 'ftp://example.com', 'write https://'],
    ['script', 'javascript:alert(1)', 'write https://'],
    ['no host', 'https://', 'write https://'],
    ['port 0', 'tcp://example.com:0', 'write a port from 1 to 65535'],
    ['port 65536', 'https://example.com:65536', 'it is not a valid URL'],
    ['no port', 'tcp://example.com', 'name a port: tcp://example.com:port'],
    ['a path', 'tls://example.com:443/x', 'has no path'],
    ['a query', 'tls://example.com:443?x', 'has no path'],
    ['a path for tcp', 'tcp://example.com:443/x', 'has no path'],
    ['a query for tcp', 'tcp://example.com:443?x', 'has no path'],
    ['user and password', 'https://me:secret@example.com', 'leave out the user and password'],
    ['only a user', 'https://token@example.com', 'leave out the user and password'],
    ['only a password', 'https://:secret@example.com', 'leave out the user and password'],
    ['a line break', 'https://example.com/\nHost: x', 'it is not a valid URL'],
    ['a number', 7, 'write https://'],
    ['null', null, 'write https://'],
    ['5,000 characters', `https://example.com/${'x'.repeat(5_000)}`, 'write https://'],
  ])('with %s is refused', (_, url, words) => {
    const { targets, problems } = parse(url);
    expect(targets).toEqual([]);
    expect(problems.join()).toContain(words);
    expect(problems.join().length).toBeLessThan(400);
  });

  test('with a password is refused without quoting it, since refusals are logged', () => {
    const [problem] = parse('https://me:secret@example.com/a@b').problems;
    expect(problem).toContain('"https://…@example.com/a@b"');
    expect(problem).not.toContain('secret');
  });

  test('may not have the id of a built-in target, which the problem lists', () => {
    expect(parse({ url: 'https://example.com', name: 's3' }).problems.join()).toContain(
      'not the id of a built-in target (ifconfig.me, checkip, s3,',
    );
  });

  test.each(['', ' ', 's3', 'a\u0000b', '\u202eevil', 'x'.repeat(65), 7])('named %j is refused', (name) => {
    expect(parse({ url: 'https://example.com', name }).problems.join()).toContain('targets[0].name');
  });

  test('with an unknown key or expectation is refused', () => {
    expect(parse({ url: 'https://example.com', expekt: 'any' }).problems.join()).toContain('"expekt"');
    expect(parse({ url: 'https://example.com', expect: 'maybe' }).problems.join()).toContain(
      'write one of reached',
    );
  });
});

describe('a list', () => {
  test('that is not an array, or is too long, is refused as a whole', () => {
    expect(parseUserTargets('https://example.com', 'targets').problems).toHaveLength(1);
    const many = Array.from({ length: 10_000 }, (_, index) => `https://example.com/${index}`);
    expect(parseUserTargets(many, 'targets')).toMatchObject({
      targets: [],
      problems: [expect.stringMatching(/at most 100/)],
    });
  });

  test('with the same target twice is refused', () => {
    expect(parse('https://example.com', 'https://example.com').problems.join()).toContain(
      'give each a different name',
    );
  });
});
