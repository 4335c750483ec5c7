/** Asks before anything is created in an account. */
import { createInterface } from 'node:readline/promises';
import type { Context } from './context.ts';

/** Whether the answer is "yes"; an input that ends without one is a no. */
export async function confirm(question: string, { stdin, stderr, signal }: Context): Promise<boolean> {
  stderr.write(question);
  // Line by line: a readline that edits lines would take Ctrl-C for itself.
  const lines = createInterface({ input: stdin, terminal: false });
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([lines.question('', { signal }), ended]);
    return answer.trim().toLowerCase() === 'yes';
  } finally {
    lines.close();
  }
}
