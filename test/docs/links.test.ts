/** What the pages point at is there: linked files, headings, paths and npm scripts. */
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { isThere, PAGES, type Page, withoutCodeBlocks } from './pages.ts';

const scripts = new Set<string>([...Object.keys(packageJson.scripts), 'ci']);

/** As GitHub makes them: lower case, without punctuation, hyphens for spaces. */
const anchors = (text: string) =>
  [...withoutCodeBlocks(text).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

function brokenLinks({ path, text }: Page): string[] {
  const links = [...withoutCodeBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => !/^(https?|mailto):/.test(link) && !resolves(path, link));
}

function resolves(from: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? from : normalize(join(dirname(from), file));
  const page = PAGES.find(({ path }) => path === target);
  return isThere(target) && (!anchor || (page !== undefined && anchors(page.text).includes(anchor)));
}

/** A link whose text is a path leads to that path. */
function misnamedLinks({ text }: Page): string[] {
  const links = [...withoutCodeBlocks(text).matchAll(/\[([\w./-]+\.\w+)\]\(([^)\s]+)\)/g)];
  return links.filter(([, name = '', link = '']) => !`/${link}`.endsWith(`/${name}`)).map(([whole]) => whole);
}

/** Code spans that begin with one of the project's folders; `NAME` stands for a name of the reader's choice. */
function missingPaths({ text }: Page): string[] {
  const spans = [...text.matchAll(/`((?:bench|bin|docs|lambda|lib|scripts|test)\/[\w./-]*)`/g)];
  return spans.map(([, path = '']) => path).filter((path) => !path.includes('NAME') && !isThere(path));
}

function missingScripts({ text }: Page): string[] {
  const named = [...text.matchAll(/\bnpm run (?:-s )?(\w+(?:[:-]\w+)*)/g)].map(([, name = '']) => name);
  return named.filter((name) => !scripts.has(name));
}

describe.each(PAGES.map((page) => [page.path, page] as const))('%s', (_, page) => {
  test('links to files and headings that are there', () => {
    expect(brokenLinks(page)).toEqual([]);
  });

  test('links to the files that it names', () => {
    expect(misnamedLinks(page)).toEqual([]);
  });

  test('names paths that are there', () => {
    expect(missingPaths(page)).toEqual([]);
  });

  test('names npm scripts that are there', () => {
    expect(missingScripts(page)).toEqual([]);
  });
});

test.each<[string, string, (page: Page) => string[]]>([
  ['a link to a missing file', '[it](docs/missing.md)', brokenLinks],
  ['a link to a missing heading', '[it](docs/decisions/README.md#missing)', brokenLinks],
  ['a link to another file', '[lib/user-error.ts](lib/folders.ts)', misnamedLinks],
  ['a missing path', '`lib/missing.ts`', missingPaths],
  ['a missing script', '`npm run missing`', missingScripts],
])('%s would be found', (_, text, missing) => {
  expect(missing({ path: 'README.md', text })).toHaveLength(1);
});
