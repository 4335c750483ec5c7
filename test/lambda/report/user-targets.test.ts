/** Users' targets: what is accepted, and what is refused. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseUserTargets } from '../../../lambda/report/user-targets.ts';

const parse = (...list: unknown[]) => parseUserTargets(list, 'targets');

/** What was written, and what came of it: how reports show it, what a request goes to, host and port. */
const READ: readonly (readonly [written: string, shown: string, url: string, host: string, port: number])[] =
  [
    ...(
      [
        ['https://api.github.com', 'api.github.com', 443],
        ['https://example.com:8443/a?b=c', 'example.com', 8443],
        ['https://example.com/?b', 'example.com', 443],
        ['http://example.com', 'example.com', 80],
        ['http://example.com:443', 'example.com', 443],
        ['https://example.com:80', 'example.com', 80],
        ['https://[2001:db8::1]:8443/a', '[2001:db8::1]', 8443],
      ] as const
    ).map(([url, host, port]) => [url, url, new URL(url).href, host, port] as const),
    [
      'tls://db.example.com:5432',
      'tls://db.example.com:5432',
      'https://db.example.com:5432/',
      'db.example.com',
      5432,
    ],
    [
      'tls://db.example.com:443',
      'tls://db.example.com:443',
      'https://db.example.com/',
      'db.example.com',
      443,
    ],
    [
      'tls://db.example.com:80',
      'tls://db.example.com:80',
      'https://db.example.com:80/',
      'db.example.com',
      80,
    ],
    [
      'tcp://db.example.com:443',
      'tcp://db.example.com:443',
      'https://db.example.com/',
      'db.example.com',
      443,
    ],
    ['tcp://[2001:db8::1]:22', 'tcp://[2001:db8::1]:22', 'https://[2001:db8::1]:22/', '[2001:db8::1]', 22],
    ['https://example.com/', 'https://example.com', 'https://example.com/', 'example.com', 443],
    ['https://example.com:443/a', 'https://example.com/a', 'https://example.com/a', 'example.com', 443],
    ['https://EXAMPLE.com/A', 'https://example.com/A', 'https://example.com/A', 'example.com', 443],
    [
      'https://example.com/a/../b/./c',
      'https://example.com/b/c',
      'https://example.com/b/c',
      'example.com',
      443,
    ],
    ['https://example.com/a#b', 'https://example.com/a', 'https://example.com/a', 'example.com', 443],
    ['https://example.com/a b', 'https://example.com/a%20b', 'https://example.com/a%20b', 'example.com', 443],
    ['https://example.com:', 'https://example.com', 'https://example.com/', 'example.com', 443],
    ['https://example.com:00443', 'https://example.com', 'https://example.com/', 'example.com', 443],
    ['http://example.com:080/', 'http://example.com', 'http://example.com/', 'example.com', 80],
    ['tcp://EXAMPLE.com:00025/', 'tcp://example.com:25', 'https://example.com:25/', 'example.com', 25],
    ['https://example.com/?', 'https://example.com', 'https://example.com/', 'example.com', 443],
    ['https://example.com?a@b', 'https://example.com/?a@b', 'https://example.com/?a@b', 'example.com', 443],
    ['https://example.com/a@b', 'https://example.com/a@b', 'https://example.com/a@b', 'example.com', 443],
    [
      'https://bücher.example',
      'https://xn--bcher-kva.example',
      'https://xn--bcher-kva.example/',
      'xn--bcher-kva.example',
      443,
    ],
    [
      'https://аррӏе.example',
      'https://xn--80ak6aa92e.example',
      'https://xn--80ak6aa92e.example/',
      'xn--80ak6aa92e.example',
      443,
    ],
    ['tls://ｅxample。com:1', 'tls://example.com:1', 'https://example.com:1/', 'example.com', 1],
    ['https://0x7f.1', 'https://127.0.0.1', 'https://127.0.0.1/', '127.0.0.1', 443],
    ['https://2130706433/', 'https://127.0.0.1', 'https://127.0.0.1/', '127.0.0.1', 443],
    [
      'https://[::ffff:127.0.0.1]',
      'https://[::ffff:7f00:1]',
      'https://[::ffff:7f00:1]/',
      '[::ffff:7f00:1]',
      443,
    ],
  ];

describe('a target', () => {
  test.each(READ)('%s is %s', (written, id, url, host, port) => {
    expect(parse(written)).toMatchObject({
      problems: [],
      targets: [{ id, url, host, port, expect: 'reached', metrics: false }],
    });
  });

  test.each(READ)('%s is the same target as %s', (written, shown) => {
    expect(parse(shown)).toEqual(parse(written));
  });

  const hostile = fc.array(
    fc.oneof(
      fc.constantFrom('a', 'B', '.', ':', '/', '\\', '@', '%', '%2f', '?', '#', '[', ']', '::', '0', '80'),
      fc.constantFrom(
        '443',
        '65535',
        '65536',
        ' ',
        '\t',
        'ü',
        '。',
        '／',
        '＠',
        '\u00ad',
        '\u200d',
        'xn--',
        '-',
        '_',
      ),
    ),
    { maxLength: 7 },
  );

  test('that is accepted names one host and one port, for every parser by WHATWG’s rules', () => {
    const scheme = fc.constantFrom('https', 'http', 'tls', 'tcp', 'oci');
    let accepted = 0;
    fc.assert(
      fc.property(scheme, hostile, (name, parts) => {
        const { targets, problems } = parse(`${name}://${parts.join('')}`);
        const [target] = targets;
        if (!target) {
          expect(problems).toHaveLength(1);
          return;
        }
        accepted += 1;
        const { hostname, port, username, password, protocol } = new URL(target.url);
        expect(hostname).toBe(target.host);
        expect(Number(port || (protocol === 'http:' ? 80 : 443))).toBe(target.port);
        expect([username, password]).toEqual(['', '']);
        expect(target.id).toMatch(/^[a-z]+:\/\/[\x21-\x7e]+$/);
        expect(target.host).toMatch(/^(?:[^\\/@%?#\s]*[^.\\/@%?#\s])$/);
        expect(target.port).toBeGreaterThanOrEqual(1);
        expect(target.port).toBeLessThanOrEqual(65_535);
        expect(parse(target.id).targets).toEqual([target]);
      }),
      { numRuns: 2_000 },
    );
    expect(accepted).toBeGreaterThan(50);
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
    ['5,000 characters', `https://example.com/${'x'.repeat(5_000)}`, 'write at most 2048 characters'],
    ['2,049 characters', `https://example.com/${'x'.repeat(2_029)}`, 'write at most 2048 characters'],
    ['a host of 254 characters', `https://${'x'.repeat(250)}.com`, 'at most 253'],
    ['words before it', 'see https://example.com', 'write https://'],
    ['a scheme of two words', 'x-https://example.com', 'write https://'],
    ['an upper-case scheme', 'HTTPS://example.com', 'write https://'],
    ['a slash too many', 'https:///example.com', 'it is not a valid URL'],
    ['only a user', 'https://token@example.com', 'leave out the user and password'],
    ['only a password', 'https://:secret@example.com', 'leave out the user and password'],
    ['an empty user', 'https://@example.com', 'leave out the user and password'],
    ['an empty user and password', 'tcp://:@example.com:1', 'leave out the user and password'],
    ['a backslash', 'https://a\\@b:69996', 'leave out the backslash'],
    ['a backslash in its path', 'https://a/b\\c', 'leave out the backslash'],
    ['a percent sign in its host', 'https://ex%61mple.com', 'without percent signs'],
    ['a dot at the end of its host', 'https://example.com.', 'the dot at the end of the host: example.com'],
    ['dots at the end of its host', 'tls://example.com..:443', 'the dot at the end'],
    ['a port beyond a port', 'tcp://example.com:69996', 'it is not a valid URL'],
    ['a negative port', 'tcp://example.com:-1', 'it is not a valid URL'],
    ['a port that is a word', 'tcp://example.com:http', 'it is not a valid URL'],
    ['no port after its colon', 'tcp://example.com:', 'name a port: tcp://example.com:port'],
    ['a query on tls', 'tls://example.com:1?x', 'has no path'],
    ['a path on tcp', 'tcp://example.com:1/x', 'has no path'],
    ['an invisible hyphen', 'https://exam\u00adple.com', 'it is not a valid URL'],
  ])('with %s is refused', (_, url, words) => {
    const { targets, problems } = parse(url);
    expect(targets).toEqual([]);
    expect(problems.join()).toContain(words);
    expect(problems.join().length).toBeLessThan(400);
  });

  test('may have 2,048 characters, and a host of 253', () => {
    const long = `https://example.com/${'x'.repeat(2_028)}`;
    const host = `${'x'.repeat(249)}.com`;
    expect(parse(long).targets).toMatchObject([{ id: long }]);
    expect(parse(`https://${host}`).targets).toMatchObject([{ host }]);
  });

  test.each(['a@b//example.com', 'mail@example.com', '//example.com', 'a//@', 'tcp://example.com'])(
    'without a password is quoted as it is: %s',
    (url) => {
      expect(parse(url).problems.join()).toContain(JSON.stringify(url.replace('//@', '//…@')));
    },
  );

  test('with a password is refused without quoting it, since refusals are logged', () => {
    const [problem] = parse('https://me:secret@example.com/a@b').problems;
    expect(problem).toContain('"https://…@b"');
    expect(problem).not.toContain('secret');
  });

  test.each([
    'https://me:sec/ret@example.com',
    'https://me:sec?ret@example.com',
    'tcp://me:sec#ret@a@example.com',
  ])('with a password is refused without quoting any of it, whatever the parser takes it for: %s', (url) => {
    const { targets, problems } = parse(url);
    expect(targets).toEqual([]);
    expect(problems.join()).toContain('…@example.com');
    expect(problems.join()).not.toMatch(/sec|ret@/);
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

  test.each([
    ['https://example.com', 'https://example.com'],
    ['https://example.com', 'https://EXAMPLE.com:443/#a'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example'],
  ])('with the same target twice is refused: %s, %s', (one, other) => {
    for (const both of [
      [one, other],
      [other, one],
    ])
      expect(parse('https://a.example', ...both).problems.join()).toContain('give each a different name');
  });
});
