/** Everything that commands print: the result on standard output, as text or as one JSON document, and notes beside it. */
import type { CatalogueReport } from '../../lambda/report/catalogue/catalogue-schema.ts';
import { plainText } from '../../lambda/report/plain-text.ts';
import type { Report } from '../../lambda/report/report-schema.ts';
import type { NatUsage } from '../report/inputs/nat-usage.ts';
import { renderCatalogue } from '../report/terminal/catalogue.ts';
import { renderMatrix } from '../report/terminal/matrix.ts';
import { painter } from '../report/terminal/paint.ts';
import { renderReport } from '../report/terminal/report.ts';
import type { Context } from './context.ts';
import { type PlanArguments, planSections } from './plan-sections.ts';

/** Where the output is not a terminal, or one that does not know its width, lines may be long. */
const COLUMNS_WITHOUT_TERMINAL = 120;

export interface PrintArguments extends PlanArguments {
  readonly json?: boolean;
}

/** @param natUsage how much the account's NAT gateways carried, where it was read */
export function printReport(
  report: Report,
  { json, ...plan }: PrintArguments,
  context: Context,
  natUsage: readonly NatUsage[] = [],
): void {
  const color = hasColors(context);
  const columns = context.stdout.columns || COLUMNS_WITHOUT_TERMINAL;
  const further = () => planSections(report.runs, { ...plan, natUsage }, painter(color));
  print(report, json, () => renderReport(report, { columns, color, further: further() }), context);
}

/** One matrix of targets and subnets. */
export function printMatrix(report: Report, { json }: PrintArguments, context: Context): void {
  print(report, json, () => renderMatrix(report, { color: hasColors(context) }), context);
}

/** A matrix for each subnet. */
export function printCatalogues(
  catalogues: readonly CatalogueReport[],
  { json }: PrintArguments,
  context: Context,
): void {
  print(catalogues, json, () => catalogues.map(renderCatalogue).join('\n'), context);
}

/** As text or, with `--json`, as exactly one document. */
export function print(
  document: object,
  json: boolean | undefined,
  render: () => string,
  { stdout }: Context,
): void {
  stdout.write(json ? jsonOf(document) : render());
}

/** Colours are for terminals, unless NO_COLOR forbids them. */
export function hasColors({ stdout, env }: Context): boolean {
  return stdout.hasColors?.(env) ?? false;
}

/** An error of AWS or a stack trace, quoted whole. */
const LINE_LIMIT_CHARACTERS = 4_000;

/** A line beside the result, on standard error. What comes from elsewhere stays plain in it. */
export function note(line: string, { stderr }: Context): void {
  stderr.write(`${plainLine(line)}\n`);
}

export function plainLine(line: string): string {
  return plainText(line, LINE_LIMIT_CHARACTERS);
}

/** What JSON need not escape and a terminal may obey: DEL, C1, line separators, the marks that reorder text. */
const UNPRINTABLE = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The same document for a parser, and harmless on a terminal. */
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
