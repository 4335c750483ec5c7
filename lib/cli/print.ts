/** Prints a report, or catalogues, on standard output: for a person or as one JSON document. */
import type { CatalogueReport } from '../../lambda/probe/catalogue/catalogue-schema.ts';
import type { Report } from '../../lambda/probe/report-schema.ts';
import { renderCatalogue } from '../report/catalogue.ts';
import { renderMatrix } from '../report/matrix.ts';
import { renderReport } from '../report/terminal.ts';

/** Where the output is no terminal, or one that does not know its width, lines may be long. */
const COLUMNS_WITHOUT_TERMINAL = 120;

export function printReport(
  report: Report,
  json: boolean,
  stream: NodeJS.WriteStream = process.stdout,
): void {
  const columns = stream.columns || COLUMNS_WITHOUT_TERMINAL;
  const color = stream.hasColors?.() ?? false;
  stream.write(json ? jsonOf(report) : renderReport(report, { columns, color }));
}

/** One matrix of targets and subnets, or one JSON document. */
export function printMatrix(report: Report, json: boolean): void {
  const color = process.stdout.hasColors?.() ?? false;
  process.stdout.write(json ? jsonOf(report) : renderMatrix(report, { color }));
}

/** A matrix for each subnet, or one list of documents. */
export function printCatalogues(catalogues: readonly CatalogueReport[], json: boolean): void {
  process.stdout.write(json ? jsonOf(catalogues) : catalogues.map(renderCatalogue).join('\n'));
}

/** What JSON need not escape and a terminal may obey: DEL, C1, line separators, the marks that reorder text. */
const UNPRINTABLE = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The same document for whoever parses it, and harmless for whoever looks at it. */
export function jsonOf(document: object): string {
  const text = JSON.stringify(document, null, 2).replace(UNPRINTABLE, escaped);
  return `${text}\n`;
}

/** By UTF-16 code units, as JSON has it (RFC 8259, section 7). */
function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
