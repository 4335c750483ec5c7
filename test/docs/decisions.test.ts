/** Every decision has a date and a status, and a row in the index that says the same. */
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { PAGES } from './pages.ts';

const decisions = PAGES.filter(({ path }) => /^docs\/decisions\/\d/.test(path));
const index = PAGES.find(({ path }) => path === 'docs/decisions/README.md');

/** Its title with its number, its date, and the first word of its status. */
function headOf(text: string) {
  const [, number = '', title = ''] = /^# (\d+)\. (.*)\n\nDate: /.exec(text) ?? [];
  const [, date = '', status = ''] =
    /^Date: (\d{4}-\d{2}-\d{2})\. Status: (accepted|superseded)/m.exec(text) ?? [];
  return { number, title, date, status };
}

test.each(decisions.map(({ path, text }) => [basename(path), text] as const))('%s', (name, text) => {
  const { number, title, date, status } = headOf(text);
  expect(name).toMatch(new RegExp(`^${number.padStart(4, '0')}-`));
  expect(index?.text).toContain(`| ${number} | [${title}](${name}) | ${date} | ${status}`);
});

test('no two decisions have the same number', () => {
  const numbers = decisions.map(({ text }) => headOf(text).number);
  expect(numbers).toEqual([...new Set(numbers)]);
});
