/** The XML that stand-ins answer with, read back by the probe's reader. */
import { expect, test } from 'vitest';
import { readXml } from '../../../../lambda/report/xml.ts';
import { xmlDocument } from '../../../../lib/lab/services/aws/xml.ts';

const leaf = (name: string, text: string) => ({ name, text, children: [] });

test('an array repeats an element, undefined omits it, an empty text leaves it empty', () => {
  const document = xmlDocument('List', null, { Item: ['one', 'two'], Next: undefined, Owner: '' });
  expect(readXml(document)).toEqual({
    name: 'List',
    text: '',
    children: [leaf('Item', 'one'), leaf('Item', 'two'), leaf('Owner', '')],
  });
});

test('the root has the namespace', () => {
  expect(xmlDocument('List', 'https://example.com/', '')).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<List xmlns="https://example.com/"></List>',
  );
});

test.each(['<Key>', 'a & b', '&amp;', ']]>', '\'quoted\' "text"', 'two\r\nlines', 'schön'])(
  'keeps the text %j as it is',
  (text) => {
    expect(readXml(xmlDocument('Key', null, text))).toEqual(leaf('Key', text));
  },
);
