/**
 * A report as log lines, and back. Log drivers cut lines at 16 KB (containerd's shim loggers, Docker's copier), and a
 * report is longer, so it is written in numbered parts. Anything may write to the log what looks like a part, or have it
 * quoted there: each part has a seal, made with a key that only the container and the command that started it have.
 */
import { createHmac } from 'node:crypto';
import { plainJson } from './plain-text.ts';

/** Far below 16,384 bytes in UTF-8, whatever the characters are. */
const PART_CHARACTERS = 4_000;

interface Part {
  readonly record: 'report';
  /** From 1. */
  readonly part: number;
  readonly of: number;
  /** The seal of the whole report's text. */
  readonly whole: string;
  readonly text: string;
  readonly seal: string;
}

export function reportLines(report: unknown, key: string): string[] {
  const text = plainJson(report);
  const count = Math.ceil(text.length / PART_CHARACTERS);
  const whole = sealOf(text, key);
  return Array.from({ length: count }, (_, index) => {
    const start = index * PART_CHARACTERS;
    const part = {
      record: 'report',
      part: index + 1,
      of: count,
      whole,
      text: text.slice(start, start + PART_CHARACTERS),
    } as const;
    return JSON.stringify({ ...part, seal: sealOfPart(part, key) } satisfies Part);
  });
}

export type LoggedReport =
  | { readonly report: unknown; readonly problem?: never }
  | {
      readonly report?: never;
      /** Null where the log has nothing of a report. */
      readonly problem: string | null;
      /** Whether lines that have yet to arrive may solve it. */
      readonly incomplete: boolean;
    };

/** Parts without the seal are another's: they neither make a report nor keep one from being read. */
export function reportIn(lines: readonly string[], key: string): LoggedReport {
  const found = lines.flatMap(readPart);
  const parts = found.filter((part) => part.seal === sealOfPart(part, key));
  const [first] = parts;
  if (!first) return { incomplete: true, problem: found.length > 0 ? WITHOUT_SEAL : null };
  if (parts.some(({ whole, of }) => whole !== first.whole || of !== first.of)) return refused(TWO_REPORTS);
  const texts = new Map(parts.map(({ part, text }) => [part, text]));
  if (texts.size < parts.length)
    return refused(
      `its log has a part of the report twice: ${parts.length} parts, ${texts.size} of them different`,
    );
  if (parts.length !== first.of) {
    return { incomplete: true, problem: `its log has ${parts.length} of the report's ${first.of} parts` };
  }
  const text = Array.from(parts, (_, index) => texts.get(index + 1)).join('');
  return sealOf(text, key) === first.whole ? { report: JSON.parse(text) } : refused(OTHER_TEXT);
}

const WITHOUT_SEAL =
  "its log has parts of a report, none with this run's seal: an older version's image makes them; deploy the stack again with npx cdk deploy";
const TWO_REPORTS = 'its log has parts of two reports';
const OTHER_TEXT = 'the parts in its log do not make the report that they belong to';

function refused(problem: string): LoggedReport {
  return { problem, incomplete: false };
}

function readPart(line: string): Part[] {
  try {
    const record = JSON.parse(line) as Partial<Part> | null;
    return record?.record === 'report' ? [record as Part] : [];
  } catch {
    return [];
  }
}

function sealOfPart({ part, of, whole, text }: Omit<Part, 'seal'>, key: string): string {
  return sealOf(JSON.stringify([part, of, whole, text]), key);
}

function sealOf(text: string, key: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
