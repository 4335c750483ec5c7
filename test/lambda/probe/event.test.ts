/** Which events are accepted, and which are refused. */
import { describe, expect, test } from 'vitest';
import { type EventRules, InvalidEvent, parseEvent } from '../../../lambda/probe/event.ts';

const RULES: EventRules = { settingsTargets: [], eventTargets: true, pullTargets: () => [] };

function problemsOf(event: unknown, rules = RULES): readonly string[] {
  try {
    parseEvent(event, rules);
  } catch (error) {
    if (error instanceof InvalidEvent) return error.problems;
    throw error;
  }
  return [];
}

describe('an event', () => {
  test.each([{}, null, undefined])('without a target means all targets (%j)', (event) => {
    expect(parseEvent(event, RULES)).toEqual({
      only: null,
      userTargets: [],
      settingsTargetIds: [],
      catalogue: false,
    });
  });

  test('may name some targets', () => {
    expect(parseEvent({ only: ['s3', 'checkip'] }, RULES).only).toEqual(['s3', 'checkip']);
  });

  test.each([[1], 'x', 7, true])('that is not an object is refused (%j)', (event) => {
    expect(problemsOf(event)).toHaveLength(1);
  });

  test('with several problems gets them all at once', () => {
    const problems = problemsOf({ only: ['s3', 's4', '__proto__'], targets: ['ftp://x'] });
    expect(problems).toHaveLength(3);
    expect(problems.join('\n')).toContain('"s4"');
    expect(problems.join('\n')).toContain('"ftp://x"');
  });

  test.each([[], 's3', null, {}])('whose "only" is empty or not a list is refused (%j)', (only) => {
    expect(problemsOf({ only })).toHaveLength(1);
  });

  test('is quoted without control characters, and cut short', () => {
    const [problem] = problemsOf({ only: [`\u001b[2J${'x'.repeat(10_000)}`] });
    expect(problem).not.toMatch(/\p{Cc}/u);
    expect(problem?.length).toBeLessThan(300);
  });

  test('with thousands of wrong lines gets an answer of readable length', () => {
    const problems = problemsOf({ only: Array.from({ length: 3_000 }, (_, index) => `target-${index}`) });
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)).toBe('and 2980 more');
  });

  test.each(['region', '__proto__', 'constructor', 'toString'])(
    'with an unknown key is refused (%s)',
    (key) => {
      expect(problemsOf(JSON.parse(`{${JSON.stringify(key)}: {}}`)).join()).toContain(JSON.stringify(key));
    },
  );

  describe.each([10, 1_000, 100_000])('that is nested %i levels too deep', (levels) => {
    const list = JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
    const object = JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);

    test.each([
      ['in a field', { targets: list }],
      ['in a target', { targets: [{ url: object }] }],
      ['in a key that it does not have', { a: object }],
      ['in "only"', { only: list }],
      ['in "catalogue"', { catalogue: object }],
    ])('%s is refused by a sentence', (_, event) => {
      expect(problemsOf(event)).toEqual([
        expect.stringContaining('the event is nested more than 10 levels deep: write an object such as'),
      ]);
    });

    test('and is not an object is refused by one', () => {
      expect(problemsOf(list)).toEqual([expect.stringMatching(/^the event is .{1,100}: write an object/)]);
    });
  });

  test('as deep as any may be is accepted', () => {
    expect(problemsOf({ targets: [{ url: 'https://example.com', name: 'x' }] })).toEqual([]);
  });

  test('is measured in bytes, and not in characters', () => {
    const event = { targets: ['ü'.repeat(40_000)] };
    const bytes = Buffer.byteLength(JSON.stringify(event));
    expect(JSON.stringify(event).length).toBeLessThan(65_536);
    expect(problemsOf(event)).toEqual([`the event has ${bytes} bytes: write at most 65536`]);
    expect(problemsOf({ targets: ['ü'.repeat(32_000)] }).join()).not.toContain('bytes');
  });

  test('may not ask for metrics, each of which the stack’s owner pays for', () => {
    const target = (name: string, metrics: boolean) => ({ url: `https://${name}.example`, name, metrics });
    for (const targets of [
      [target('a', true), target('b', false)],
      [target('b', false), target('a', true)],
    ]) {
      expect(problemsOf({ targets })).toEqual([expect.stringContaining('metrics of "a"')]);
      expect(problemsOf({ targets, pulls: true })).toEqual([expect.stringContaining('metrics of "a"')]);
    }
    expect(problemsOf({ targets: [target('b', false)] })).toEqual([]);
  });

  test('that asks for pulls may not take the name of a target of the settings, whose metrics it would write', () => {
    const { userTargets: settingsTargets } = parseEvent(
      { targets: [{ url: 'https://a.example', name: 'a' }] },
      RULES,
    );
    const event = { pulls: true, targets: [{ url: 'https://b.example', name: 'a' }] };
    expect(problemsOf(event, { ...RULES, settingsTargets }).join()).toContain('another name');
  });

  test('of five megabytes is refused for its size', () => {
    expect(problemsOf({ targets: ['x'.repeat(5_000_000)] }).join()).toContain('write at most 65536');
  });

  test('may ask for pulls instead of everything else, with the images that it names', () => {
    const { userTargets: pullTargets } = parseEvent({ targets: ['oci://r.example/a'] }, RULES);
    const { userTargets: settingsTargets } = parseEvent({ targets: ['https://s.example'] }, RULES);
    const rules = { ...RULES, settingsTargets, pullTargets: () => pullTargets };
    const { only, userTargets } = parseEvent({ pulls: true, targets: ['oci://r.example/b'] }, rules);
    expect(only).toEqual(['oci://r.example/a', 'oci://r.example/b']);
    expect(userTargets.map(({ id }) => id)).toEqual(only);
    expect(parseEvent({ pulls: false }, rules)).toMatchObject({
      only: null,
      userTargets: settingsTargets,
    });
    // No event names the pulls' own targets, so they are allowed where events may name none.
    expect(problemsOf({ pulls: true }, { ...rules, eventTargets: false })).toEqual([]);
  });

  test.each([
    [{ pulls: 'yes' }, '"pulls" is "yes": write true or false'],
    [{ pulls: true, only: ['s3'] }, '"pulls" cannot be combined with "only"'],
    [{ pulls: true, catalogue: true }, '"catalogue" cannot be combined with'],
  ])('%j is refused', (event, words) => {
    expect(problemsOf(event).join()).toContain(words);
  });

  test('may name targets, unless the stack forbids it', () => {
    const event = { targets: ['https://example.com', { url: 'tcp://db.example.com:5432', name: 'db' }] };
    expect(parseEvent(event, RULES).userTargets.map(({ id, port }) => [id, port])).toEqual([
      ['https://example.com', 443],
      ['db', 5432],
    ]);
    expect(problemsOf(event, { ...RULES, eventTargets: false }).join()).toContain('eventTargets is false');
    expect(problemsOf({}, { ...RULES, eventTargets: false })).toEqual([]);
  });

  test('also tries the settings’ targets, and may choose among all targets', () => {
    const { userTargets: settingsTargets } = parseEvent(
      { targets: [{ url: 'tcp://a.example:1', name: 'a' }] },
      RULES,
    );
    const rules = { ...RULES, settingsTargets };
    expect(parseEvent({}, rules).userTargets).toEqual(settingsTargets);
    expect(parseEvent({ only: ['a', 's3'] }, rules).only).toEqual(['a', 's3']);
    expect(problemsOf({ targets: [{ url: 'tcp://b.example:1', name: 'a' }] }, rules).join()).toContain(
      'another name',
    );
  });
});
