/** What is wrong with settings, in the words of the error; nothing where nothing is. */
import { InvalidSettings, readSettings } from '../../lib/stack/settings.ts';

export function problemsOf(settings: unknown): string {
  try {
    readSettings(settings);
  } catch (error) {
    if (error instanceof InvalidSettings) return error.message;
    throw error;
  }
  return '';
}
