/** The XML reader: the part of XML that AWS answers in, everything else refused, in linear time. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { childIn, readXml, textIn, type XmlElement } from '../../../lambda/report/xml.ts';

describe('reads', () => {
  test('elements with attributes, entities, comments and a declaration', () => {
    const root = readXml(
      '<?xml version="1.0" encoding="UTF-8"?>\n<A xmlns="http://x/" b=\'1\'>\n <!-- <c> - --><C>1 &lt; 2 &amp; &#x41;&#66;</C><D /></A>\n',
    );
    expect(root.name).toBe('A');
    expect(textIn(root, 'C')).toBe('1 < 2 & AB');
    expect(childIn(root, 'D')).toEqual({ name: 'D', children: [], text: '' });
    expect(textIn(root, 'D')).toBeUndefined();
    expect(textIn(root, 'E')).toBeUndefined();
  });

  test('no text of an element that has children', () => {
    expect(textIn(readXml('<A><B>x<C/></B></A>'), 'B')).toBeUndefined();
  });

  test('elements that are called like properties of objects', () => {
    expect(textIn(readXml('<A><__proto__>x</__proto__></A>'), '__proto__')).toBe('x');
  });

  const name = fc.stringMatching(/^[A-Za-z_][\w.-]{0,8}$/);
  const { tree } = fc.letrec<{ tree: XmlElement }>((tie) => ({
    tree: fc.record({
      name,
      text: fc.string({ unit: 'grapheme' }),
      children: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constant([]),
        fc.array(tie('tree'), { maxLength: 4 }),
      ),
    }),
  }));

  function written({ name: tag, text, children }: XmlElement): string {
    const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return `<${tag}>${escaped}${children.map(written).join('')}</${tag}>`;
  }

  test('whatever was written, of any depth', () => {
    fc.assert(
      fc.property(tree, (root) => {
        expect(readXml(written(root))).toEqual(root);
      }),
    );
  });
});

describe('refuses', () => {
  test.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['a page with a document type', '<!DOCTYPE html><html></html>'],
    ['an element that is not closed', '<a><br></a>'],
    ['an element that ends too late', '<a></a></a>'],
    ['an element that never ends', '<a>'],
    ['two roots', '<a/><b/>'],
    ['text beside the root', '<a/>b'],
    ['an attribute without quotes', '<a b=c/>'],
    ['an attribute without a value', '<a b/>'],
    ['CDATA', '<a><![CDATA[x]]></a>'],
    ['a processing instruction', '<a><?php ?></a>'],
    ['a comment that is not closed', '<a><!-- </a>'],
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['an entity that is called like a property of objects', '<a>&valueOf;</a>'],
    ['a lone ampersand', '<a>b & c</a>'],
    ['a character beyond Unicode', '<a>&#x110000;</a>'],
    ['more elements than an answer has', `<a>${'<b/>'.repeat(200_000)}</a>`],
  ])('%s', (_, document) => {
    expect(() => readXml(document)).toThrow(/^the document has /);
  });

  const MEGABYTE = 1_000_000;
  test.each([
    ['spaces in a tag', `<a${' '.repeat(MEGABYTE)}`],
    ['attributes', `<a${' b="c"'.repeat(MEGABYTE / 5)}<`],
    ['a name', `<${'a'.repeat(MEGABYTE)}`],
    ['a comment', `<!--${'-'.repeat(MEGABYTE)}`],
    ['open elements', '<a>'.repeat(MEGABYTE / 10)],
    ['ampersands', `<a>${'&a'.repeat(MEGABYTE / 2)}</a>`],
  ])('a megabyte of %s in seconds, where quadratic time would be an hour', (_, document) => {
    const started = performance.now();
    expect(() => readXml(document)).toThrow();
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
