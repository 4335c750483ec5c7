/** The word list: which phrases it finds, where it looks for them, and that the areas on it stay clean. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkPaths, checkText, EVERYTHING } from '../../scripts/language/check.ts';
import { EXCEPTIONS } from '../../scripts/language/exceptions.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const found = (text: string) => checkText('page.md', text).map(({ words }) => words);

describe('the word list', () => {
  test.each([
    ['nobody named the address', ['nobody']],
    ['Whoever deploys it pays', ['Whoever']],
    ['it is no URL', ['is no']],
    ['settings that are no object', ['are no']],
    ['`rtb-1` is none of the template’s', ['is none of']],
    ['a page in the place of a manifest', ['in the place of']],
    ['every link but for the first', ['but for']],
    ['dropped for want of a route', ['for want of']],
    ['first mend the cause', ['mend']],
    ['what cures it', ['cures']],
    ['reckons with it', ['reckons']],
    ['asked again, which is what a test wants', ['which is what']],
    ['IPv4 alone', ['alone']],
    ['targets of yours', ['of yours']],
    ['the route leads there, says EC2', ['says EC2']],
    ['the alarm is told', ['told']],
    ['an alarm tells somebody', ['somebody', 'tells somebody']],
    ['the services that it plays', ['plays']],
    ['Of the rest it keeps one', ['Of']],
    ['two stacks of one name cannot be.', ['cannot be']],
    ['the case %#', ['%#']],
  ])('finds "%s"', (text, words) => {
    expect(found(text).sort()).toEqual([...words].sort());
  });

  test.each([
    'There is no such file, and there can be no other; it is no longer there',
    'let alone a second one; leave these two alone; it stands alone',
    'one can be told apart from the other; four, unless told otherwise',
    'one of the two, none of them larger',
    'the user nobody',
  ])('passes "%s"', (text) => {
    expect(found(text)).toEqual([]);
  });

  test('finds a phrase across a line break, and names the line where it begins', () => {
    const [finding] = checkText('page.md', 'One.\nA page in the\nplace of another.\n');
    expect(finding).toMatchObject({ line: 2, words: 'in the place of' });
  });
});

describe('where it looks', () => {
  test.each([
    ['a fenced block', '```\nnobody\n```\n'],
    ['a code span', 'The user `nobody` has it.'],
    ['the address of a link', 'See [it](https://example.com/nobody).'],
    ['a comment', '<!-- nobody -->'],
  ])('ignores %s of a page', (_, text) => {
    expect(found(text)).toEqual([]);
  });

  test.each([
    ['a line comment', '// to nobody\n', 1],
    ['line comments below one another', 'f(); // in the\n// place of it\n', 1],
    ['a block comment', '/**\n * for want\n * of it\n */\n', 2],
    ['a string', "f(1,\n 'nobody');", 2],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code
    ['a template', 'f(`${a} is no ${b}`);', 1],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code
    ['a template inside a template', 'f(`${a ? `nobody` : 1}`);', 1],
  ])('sees %s of code', (_, source, line) => {
    expect(checkText('code.ts', source).map((finding) => finding.line)).toEqual([line]);
  });

  test('ignores names and regular expressions of code', () => {
    expect(checkText('code.ts', 'const nobody: Alone = /nobody/.test(alone) as played;')).toEqual([]);
  });
});

test('no page, comment, string or test name has a phrase of the word list', () => {
  const findings = checkPaths(EVERYTHING.map((path) => join(ROOT, path))).filter(
    ({ allowedBy }) => !allowedBy,
  );
  const lines = findings.map(({ path, line, words, rule }) => `${path}:${line}: ${words} → ${rule.better}`);
  expect(lines).toEqual([]);
});

test('an exception allows its words in its place, and nothing else', () => {
  const exceptions = [{ path: 'docs/', words: 'so nobody else', reason: 'a quotation' }];
  const text = 'It says "so nobody\nelse".\n';
  const allowed = (path: string, source: string) =>
    checkText(path, source, exceptions).map(({ allowedBy }) => allowedBy !== undefined);
  expect(allowed('docs/page.md', text)).toEqual([true]);
  expect(allowed('lib/page.md', text)).toEqual([false]);
  expect(allowed('docs/page.md', 'And nobody.')).toEqual([false]);
});

test('each exception is needed', () => {
  const used = new Set(
    checkPaths(EXCEPTIONS.map(({ path }) => join(ROOT, path))).map(({ allowedBy }) => allowedBy),
  );
  expect(EXCEPTIONS.filter((exception) => !used.has(exception))).toEqual([]);
});

test('tests are declared with `test`', () => {
  const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `test/${name}`);
  const importsIt = (name: string) =>
    /import \{[^}]*\bit\b[^}]*\} from 'vitest'/.test(readFileSync(join(ROOT, name), 'utf8'));
  expect(files.filter(importsIt)).toEqual([]);
});
