/** Every fenced block of a page says what it holds, so that no command escapes the test that runs them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { wrapped } from '../../lib/report/terminal/wrap.ts';
import { WRITTEN } from './clone.ts';
import { blocksIn, commandsOf, fencesOf, notPrinted, problemsOf } from './fences.ts';
import { PAGES, ROOT } from './pages.ts';

const page = (text: string) => ({ path: 'page.md', text });
const problemsIn = (text: string) => fencesOf(page(text)).flatMap(problemsOf);

test.each(PAGES.map((each) => [each.path, each] as const))(
  '%s says what each of its blocks holds',
  (_, each) => {
    expect(fencesOf(each).flatMap(problemsOf)).toEqual([]);
  },
);

test('what the commands of the pages write is ignored by git, and absent from a clone', () => {
  const commands = PAGES.flatMap(fencesOf).filter(({ language }) => ['sh', 'console'].includes(language));
  const written = commands.flatMap(({ text }) => [...text.matchAll(/(?:--write|>) ([\w.-]+)/g)]);
  const ignored = readFileSync(join(ROOT, '.gitignore'), 'utf8').split('\n');
  expect([...new Set(written.map(([, name]) => name))].sort()).toEqual(WRITTEN);
  expect(WRITTEN.filter((name) => !ignored.includes(`/${name}`))).toEqual([]);
});

describe('what would be found', () => {
  test.each([
    ['a block without a language', '```\nx\n```\n', 'page.md:1: "" says not what it holds'],
    ['an unknown language', 'A\n```bash\nx\n```\n', 'page.md:2: "bash" says not what it holds'],
    ['an unknown mark', '```sh acount\nx\n```\n', 'page.md:1: the mark "acount" means nothing'],
    [
      'a mark of commands on text',
      '```text account\nx\n```\n',
      'page.md:1: the mark "account" means nothing',
    ],
    ['a block of no command', '```sh\n# only this\n```\n', 'page.md:1: no command in a block of them'],
    ['a command in text', '```text\n$ ls\n```\n', 'page.md:1: a command in a block of text'],
    ['a comment in JSON', '```json\n{} // x\n```\n', 'page.md:1: JSON that does not parse'],
    ['another', '```yaml\nnpx natless lab\n```\n', 'page.md:1: a command in a block of yaml'],
    ['a block in a list', '1. One\n\n   ```\n   x\n   ```\n', 'page.md:3: "" says not what it holds'],
  ])('%s', (_, text, found) => {
    expect(problemsIn(text)).toEqual([found]);
  });

  test('nothing in a page whose blocks have marks', () => {
    expect(problemsIn('```sh account\nx\n```\n\n```console status=1,0\n$ x\n```\n\n```ts\nx\n```\n')).toEqual(
      [],
    );
  });
});

describe('the commands of a page', () => {
  test('are those that need nothing, with their status and what they print', () => {
    const text = [
      '```sh\n# first\na \\\n  b\nc # why\n```\n',
      '```text output\nfrom c\n```\n',
      '```sh account\nd\n```\n```console network\n$ e\n```\n```sh router\nf\n```\n',
      '```console status=0,fails\n$ g\nfrom g\n\n$ h\n```\n',
    ].join('\n');
    const shapes = commandsOf(page(text)).map(({ line, status, shown }) => [line, status, shown]);
    expect(shapes).toEqual([
      ['a   b', '0', []],
      ['c # why', '0', ['from c']],
      ['g', '0', ['from g']],
      ['h', 'fails', []],
    ]);
    expect(blocksIn('router', page(text)).map((fence) => fence.text)).toEqual(['f\n']);
  });
});

describe('what a page shows of the output', () => {
  const LONG = `packets to s3.us-west-2.amazonaws.com over IPv4 are dropped, ${'since '.repeat(3)}no route leads there`;
  const printed = `target  path  ms\ns3      eigw  10/2/30/-\nrefused: no way out, try again\n${LONG}\nend`;

  test.each([
    ['the lines in their order', ['s3 eigw 1/1/1/1', 'end']],
    ['lines left out', ['target path ms', '…', 'end']],
    ['the beginning, the middle and the end of a line', ['refused: … way …again']],
    ['a line that a terminal wraps', [...wrapped(LONG, 80, '  ').split('\n'), 'end']],
  ])('may be %s', (_, shown) => {
    expect(notPrinted(shown, printed)).toBeUndefined();
  });

  test.each([
    ['a line that was not printed', ['s3 igw 10/2/30/-']],
    ['an order that is another', ['end', 's3 eigw 10/2/30/-']],
    ['the beginning of a line as the whole', ['refused: no way out']],
    ['a short line that is broken', ['  way out, try again']],
    ['another address', ['s3 eigw 2001:db8::1']],
    ['an end that is not the beginning', ['way out…']],
    ['a line twice', ['end', 'end']],
  ])('may not be %s', (_, shown) => {
    expect(notPrinted(shown, printed)).toBe(shown.at(-1));
  });
});
