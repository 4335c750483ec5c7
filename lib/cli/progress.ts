/** Reports progress on standard error: one changing line on a terminal, a line for each step elsewhere. */
import type { Output } from './context.ts';

export interface Progress {
  readonly step: (text: string) => void;
  /** Clears the changing line. */
  readonly done: () => void;
}

/** For a terminal that does not report its width. */
const USUAL_COLUMNS = 80;

const CLEAR_LINE = '\r\u001b[2K';

export function createProgress(output: Output): Progress {
  if (!output.isTTY) return { step: (text) => output.write(`${text}\n`), done: () => {} };
  return {
    step: (text) => output.write(`${CLEAR_LINE}${text.slice(0, (output.columns || USUAL_COLUMNS) - 1)}`),
    done: () => output.write(CLEAR_LINE),
  };
}
