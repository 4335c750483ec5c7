/** Prints a report, or catalogues, on standard output: for a person or as one JSON document. */
import type { CatalogueReport } from '../../lambda/report/catalogue/catalogue-schema.ts';
import type { Report } from '../../lambda/report/report-schema.ts';
import type { NatUsage } from '../report/inputs/nat-usage.ts';
import { renderCatalogue } from '../report/terminal/catalogue.ts';
import { renderMatrix } from '../report/terminal/matrix.ts';
import { painter } from '../report/terminal/paint.ts';
import { renderReport } from '../report/terminal/report.ts';
import { type PlanArguments, planSections } from './plan-options.ts';

/** Where the output is no terminal, or one that does not know its width, lines may be long. */
const COLUMNS_WITHOUT_TERMINAL = 120;

export interface PrintOptions extends PlanArguments {
  readonly json?: boolean;
  /** What the account's NAT gateways carried, where somebody looked. */
  readonly natUsage?: readonly NatUsage[];
}

export function printReport(
  report: Report,
  { json, ...options }: PrintOptions,
  stream: NodeJS.WriteStream = process.stdout,
): void {
  if (json) {
    stream.write(jsonOf(report));
    return;
  }
  const columns = stream.columns || COLUMNS_WITHOUT_TERMINAL;
  const color = hasColors(stream);
  const further = planSections(report.runs, options, painter(color));
  stream.write(renderReport(report, { columns, color, further }));
}

/** What NO_COLOR and the terminal say. */
export function hasColors(stream: NodeJS.WriteStream): boolean {
  return stream.hasColors?.() ?? false;
}

/** One matrix of targets and subnets, or one JSON document. */
export function printMatrix(report: Report, json: boolean): void {
  process.stdout.write(json ? jsonOf(report) : renderMatrix(report, { color: hasColors(process.stdout) }));
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
