/** The Lambda's entry: one small file, so that a start costs next to nothing and loads only what its event needs. */
import type { Context } from './answer.ts';

export async function handler(event: unknown, context: Context) {
  const { answer } = await import('./answer.ts');
  return answer(event, context);
}
