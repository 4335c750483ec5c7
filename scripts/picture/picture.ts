/** The picture of README.md: the drawing of a page that `natless lab --html` wrote, as a file of its own. Pure. */
import { join } from 'node:path';
import { html, type Markup } from '../../lib/report/html/markup.ts';
import { LOOKS, SAMPLE, sample } from '../../lib/report/html/picture/legend.ts';

export const PICTURE = join(import.meta.dirname, '..', '..', 'docs', 'lab.svg');

/** Rules of the page's style sheet that the drawing uses. */
const USED = /^(:root|svg|\.(vpc|box|probed|subnet|gateway|target|path)\b)/;

const SHOWN = 'svg { background: var(--ground); }\n';

/** The page's label points at the table below the drawing. */
const LABEL =
  'Two private subnets, the egress-only internet gateway that carries their packets, and ten targets';

export function pictureOf(page: string): string {
  const [head = '', ...rest] = withLegend(drawingIn(page)).split('>');
  const open = head
    .replace(/^<svg /, '<svg xmlns="http://www.w3.org/2000/svg" ')
    .replace(/aria-label="[^"]*"/, `aria-label="${LABEL}"`);
  return `${open}>\n<style>\n${styleOf(page)}${SHOWN}</style>${rest.join('>')}\n`;
}

const [LEFT, ROW] = [16, 22];

/** On the page the legend is text beside the drawing. It has a row for each look that the drawing has. */
function withLegend(drawing: string): string {
  const [size, width = '', height = ''] = /viewBox="0 0 (\d+) (\d+)"/.exec(drawing) ?? [];
  if (size === undefined) return drawing;
  const looks = LOOKS.filter(([look]) => drawing.includes(`class="path ${look}`));
  const rows = looks.map(([look, words], index) =>
    legendRow(sample(look), words, Number(height) + index * ROW),
  );
  return drawing
    .replace(size, `viewBox="0 0 ${width} ${Number(height) + looks.length * ROW}"`)
    .replace(/<\/svg>$/, `${rows.map(({ markup }) => `${markup}\n`).join('')}</svg>`);
}

function legendRow(line: Markup, words: string, y: number): Markup {
  return html`<g transform="translate(${LEFT} ${y})">${line}<text class="label" x="${SAMPLE.width + 8}" y="10">${words}</text></g>`;
}

/** The wide drawing, which holds others: as many are closed as are opened. */
function drawingIn(page: string): string {
  const start = page.indexOf('<svg class="wide"');
  if (start < 0) throw new Error('the page has no wide drawing');
  let open = 0;
  for (const tag of page.slice(start).matchAll(/<svg\b|<\/svg>/g)) {
    open += tag[0] === '</svg>' ? -1 : 1;
    if (open === 0) return page.slice(start, start + tag.index + tag[0].length);
  }
  throw new Error('the drawing does not end');
}

/** For a light and a dark ground, as on the page; without what is for narrow windows and for paper. */
function styleOf(page: string): string {
  const [, style = ''] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
  const blocks = style.match(/[^{}]+\{(?:[^{}]|\{[^{}]*\})*\}/g) ?? [];
  const used = blocks.filter((block) => USED.test(block.trim()) || block.includes('prefers-color-scheme'));
  return used.map((block) => `${block.trim()}\n`).join('');
}
