/** Reports progress on standard error: one changing line on a terminal, a line for each step elsewhere. */

interface Progress {
  readonly step: (text: string) => void;
  /** Clears the changing line. */
  readonly done: () => void;
}

/** For a terminal that does not report its width. */
const USUAL_COLUMNS = 80;

const CLEAR_LINE = '\r\u001b[2K';

export function createProgress(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) return { step: (text) => stream.write(`${text}\n`), done: () => {} };
  return {
    step: (text) => stream.write(`${CLEAR_LINE}${text.slice(0, (stream.columns || USUAL_COLUMNS) - 1)}`),
    done: () => stream.write(CLEAR_LINE),
  };
}
