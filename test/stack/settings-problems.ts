/** The message of the error for settings; empty for valid ones. */
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
