/** docs/clients.md is what the table of languages says. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LANGUAGES } from '../../lib/report/languages.ts';
import { PAGE, renderPage } from '../../scripts/clients/page.ts';

const page = readFileSync(PAGE, 'utf8');

test('the page is up to date', () => {
  expect(page, 'docs/clients.md differs from lib/report/languages.ts: run npm run docs:clients').toBe(
    renderPage(),
  );
});

test.each(Object.values(LANGUAGES))(
  'the page has every line and trap of $title',
  ({ client, all, traps }) => {
    for (const text of [client, all, ...traps]) expect(page).toContain(text);
  },
);
