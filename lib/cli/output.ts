/** The one place where commands write: whatever they print, a terminal gets lines of plain text and our own colours. */
import { forTerminal } from '../report/terminal/paint.ts';

/** Standard output or standard error, as the process has it. */
export interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  hasColors?(env: NodeJS.ProcessEnv): boolean;
}

const CLEAR_LINE = '\r\u001b[2K';

/** A class, so that no stream passes for one. */
export class Output {
  readonly #stream: Stream;

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  write(text: string): void {
    this.#stream.write(forTerminal(text));
  }

  /** Empties the line that the cursor is in, on a terminal. */
  clearLine(): void {
    if (this.isTerminal) this.#stream.write(CLEAR_LINE);
  }

  /** Begins a line where another program may have left the cursor within one. Only on a terminal with a known width. */
  freshLine(): void {
    const { isTerminal, columns = 0 } = this;
    // From the begin of a line the spaces stay in it; from within one they reach into the next.
    if (isTerminal && columns > 1) this.#stream.write(`${' '.repeat(columns - 1)}${CLEAR_LINE}`);
  }

  get isTerminal(): boolean {
    return this.#stream.isTTY ?? false;
  }

  /** Undefined or 0 where unknown. */
  get columns(): number | undefined {
    return this.#stream.columns;
  }

  /** Colours are for terminals, unless NO_COLOR forbids them. */
  hasColors(env: NodeJS.ProcessEnv): boolean {
    return this.#stream.hasColors?.(env) ?? false;
  }
}
