/** The Lambda's entry: a small file, so that a start is fast and loads only what its event needs. */
import type { Context } from './answer.ts';

export async function handler(event: unknown, context: Context) {
  const { answer } = await import('./answer.ts');
  return answer(event, context);
}
