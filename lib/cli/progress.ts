/** Reports progress on standard error: one changing line on a terminal, a line for each step elsewhere. */
import { oneLine } from '../../lambda/report/plain-text.ts';
import type { Output } from './output.ts';

export interface Progress {
  readonly step: (text: string) => void;
  /** Clears the changing line, and nothing that others have written since the last call. */
  readonly done: () => void;
}

/** For a terminal that does not report its width. */
const USUAL_COLUMNS = 80;

export function createProgress(output: Output): Progress {
  if (!output.isTerminal) return { step: (text) => output.write(`${oneLine(text)}\n`), done: () => {} };
  let isShown = false;
  return {
    step: (text) => {
      output.clearLine();
      output.write(oneLine(text).slice(0, (output.columns || USUAL_COLUMNS) - 1));
      isShown = true;
    },
    done: () => {
      if (isShown) output.clearLine();
      isShown = false;
    },
  };
}
