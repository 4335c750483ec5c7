/** What a command prints about an error: a sentence for what a user can fix, the stack for a defect. */
import { UserError } from '../user-error.ts';

export function explanationOf(error: unknown): string {
  return shortLines(error instanceof UserError ? error.message : defect(error));
}

function defect(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `this is a defect of natless, please report it:\n${stack}`;
}

/** Longer than any sentence of natless with quoted text in it. */
const LINE_LIMIT_CHARACTERS = 4_000;

/** An error may have several lines, and each may quote a document whole. */
function shortLines(message: string): string {
  return message
    .split('\n')
    .map((line) => (line.length > LINE_LIMIT_CHARACTERS ? `${line.slice(0, LINE_LIMIT_CHARACTERS)}…` : line))
    .join('\n');
}
