/** What the page's markup makes of texts that it did not write. */
import { expect, test } from 'vitest';
import { html } from '../../../lib/report/html/markup.ts';

test('a text is escaped, and keeps its distance from its neighbours', () => {
  expect(html`<b>${'a < b'}</b>${' (Fargate)'}`.markup).toBe('<b>a &lt; b</b> (Fargate)');
  expect(html`${'at most '}<b>${1}</b>`.markup).toBe('at most <b>1</b>');
  expect(html`<b>${'\u0007close\n'}</b>`.markup).toBe('<b>close </b>');
});

test('markup is not escaped again, and nothing is inserted for null', () => {
  expect(html`${html`<b>x</b>`}${null}${[html`<i>y</i>`]}`.markup).toBe('<b>x</b><i>y</i>');
});
