/**
 * A report as log lines, and back. Log drivers cut lines at 16 KB (containerd's shim loggers, Docker's copier), and a
 * report is longer, so it is written in numbered parts.
 */

/** Far below 16,384 bytes in UTF-8, whatever the characters are. */
const PART_CHARACTERS = 4_000;

interface Part {
  readonly record: 'report';
  /** From 1. */
  readonly part: number;
  readonly of: number;
  readonly text: string;
}

export function reportLines(report: unknown): string[] {
  const text = JSON.stringify(report);
  const count = Math.ceil(text.length / PART_CHARACTERS);
  return Array.from({ length: count }, (_, index) => {
    const start = index * PART_CHARACTERS;
    const part: Part = {
      record: 'report',
      part: index + 1,
      of: count,
      text: text.slice(start, start + PART_CHARACTERS),
    };
    return JSON.stringify(part);
  });
}

/** @returns undefined where parts are missing */
export function reportIn(lines: readonly string[]): unknown {
  const parts = lines.flatMap(readPart).sort((one, other) => one.part - other.part);
  const [first] = parts;
  if (!first || parts.length !== first.of) return undefined;
  return JSON.parse(parts.map(({ text }) => text).join(''));
}

function readPart(line: string): Part[] {
  try {
    const record = JSON.parse(line) as Partial<Part> | null;
    return record?.record === 'report' ? [record as Part] : [];
  } catch {
    return [];
  }
}
