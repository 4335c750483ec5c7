/** Everything that commands print: the result on standard output, as text or as one JSON document, and notes beside it. */
import type { CatalogueReport } from '../../lambda/report/catalogue/catalogue-schema.ts';
import { plainJson, plainText } from '../../lambda/report/plain-text.ts';
import type { Report } from '../../lambda/report/report-schema.ts';
import type { NatUsage } from '../report/inputs/nat-usage.ts';
import { reportMarkdown } from '../report/markdown/report.ts';
import { plansOf } from '../report/plan.ts';
import { renderCatalogue } from '../report/terminal/catalogue.ts';
import { renderMatrix } from '../report/terminal/matrix.ts';
import { painter } from '../report/terminal/paint.ts';
import { renderReport } from '../report/terminal/report.ts';
import { wrapped } from '../report/terminal/wrap.ts';
import type { Context } from './context.ts';
import { plainDocument } from './plain-document.ts';
import { type PlanArguments, planSections } from './plan-sections.ts';

/** Where the output is not a terminal, or one that does not know its width. */
const USUAL_COLUMNS = 80;

export interface PrintArguments extends PlanArguments {
  readonly json?: boolean;
  /** `github`: Markdown for a job summary of GitHub Actions. @default - for a terminal */
  readonly format?: 'github';
  /** Whether to print the times where they do not fit. @default false */
  readonly verbose?: boolean;
}

/** @param natUsage how much the account's NAT gateways carried, where it was read */
export function printReport(
  report: Report,
  { json, format, verbose = false, ...plan }: PrintArguments,
  context: Context,
  natUsage: readonly NatUsage[] = [],
): void {
  const color = hasColors(context);
  const columns = columnsOf(context);
  const further = ({ runs }: Report) =>
    planSections(runs, { ...plan, natUsage: plainDocument(natUsage) }, { columns, paint: painter(color) });
  const render = (plain: Report) =>
    format === 'github'
      ? reportMarkdown(plain, plansOf(plain.runs, { prices: plan.price, natUsage }))
      : renderReport(plain, { columns, color, verbose, further: further(plain) });
  print(report, json, render, context);
}

/** One matrix of targets and subnets. */
export function printMatrix(report: Report, { json }: PrintArguments, context: Context): void {
  const options = { columns: columnsOf(context), color: hasColors(context) };
  print(report, json, (plain) => renderMatrix(plain, options), context);
}

/** A matrix for each subnet. */
export function printCatalogues(
  catalogues: readonly CatalogueReport[],
  { json }: PrintArguments,
  context: Context,
): void {
  const columns = columnsOf(context);
  print(catalogues, json, (plain) => plain.map((each) => renderCatalogue(each, columns)).join('\n'), context);
}

/**
 * As text or, with `--json`, as exactly one document.
 * @param render gets the document with every text in it in one line
 */
export function print<Document extends object>(
  document: Document,
  json: boolean | undefined,
  render: (plain: Document) => string,
  { stdout }: Context,
): void {
  stdout.write(json ? jsonOf(document) : render(plainDocument(document)));
}

export function columnsOf({ stdout }: Context): number {
  return stdout.columns || USUAL_COLUMNS;
}

export function hasColors({ stdout, env }: Context): boolean {
  return stdout.hasColors(env);
}

/** An error of AWS or a stack trace, quoted whole. */
const LINE_LIMIT_CHARACTERS = 4_000;

/** A line beside the result, on standard error. What comes from elsewhere stays plain in it. */
export function note(line: string, { stderr }: Pick<Context, 'stderr'>): void {
  const { isTerminal, columns } = stderr;
  const plain = plainLine(line);
  // A file or a program gets one line: it may search for it.
  stderr.write(`${isTerminal && columns ? wrapped(plain, columns, '  ') : plain}\n`);
}

export function plainLine(line: string): string {
  return plainText(line, LINE_LIMIT_CHARACTERS);
}

/** The same document for a parser, and harmless on a terminal. */
export function jsonOf(document: object): string {
  return `${plainJson(document, 2)}\n`;
}
