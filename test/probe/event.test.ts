/** What an event may say, and what is refused. */
import { describe, expect, test } from 'vitest';
import { InvalidEvent, parseEvent } from '../../lambda/probe/event.ts';

function problemsOf(event: unknown): readonly string[] {
  try {
    parseEvent(event);
  } catch (error) {
    if (error instanceof InvalidEvent) return error.problems;
    throw error;
  }
  return [];
}

describe('an event', () => {
  test.each([{}, null, undefined])('that names no target means all of them (%j)', (event) => {
    expect(parseEvent(event)).toEqual({ only: null });
  });

  test('may name some targets', () => {
    expect(parseEvent({ only: ['s3', 'checkip'] })).toEqual({ only: ['s3', 'checkip'] });
  });

  test.each([[1], 'x', 7, true])('that is no object is refused (%j)', (event) => {
    expect(problemsOf(event)).toHaveLength(1);
  });

  test('is told everything that is wrong with it at once', () => {
    const problems = problemsOf({ only: ['s3', 's4', '__proto__'], region: 'x' });
    expect(problems).toHaveLength(3);
    expect(problems.join('\n')).toContain('"s4"');
    expect(problems.join('\n')).toContain('"region"');
  });

  test.each([[], 's3', null, {}])('with an empty or shapeless list is refused (%j)', (only) => {
    expect(problemsOf({ only })).toHaveLength(1);
  });

  test('is quoted without its control characters and cut short', () => {
    const [problem] = problemsOf({ only: [`\u001b[2J${'x'.repeat(10_000)}`] });
    expect(problem).not.toMatch(/\p{Cc}/u);
    expect(problem?.length).toBeLessThan(300);
  });

  test('with ten thousand wrong lines gets an answer that a person can read', () => {
    const problems = problemsOf({ only: Array.from({ length: 10_000 }, (_, index) => `target-${index}`) });
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)).toBe('and 9980 more');
  });
});
