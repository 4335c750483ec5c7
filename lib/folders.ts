/** The project's own folders, for the modules that read or keep files outside their own. */
import { join } from 'node:path';

/** Where package.json, cdk.json and node_modules are. */
export const ROOT = join(import.meta.dirname, '..');

/** What is kept from one command to the next, and may be deleted at any time. */
export const CACHE = join(ROOT, 'node_modules', '.cache', 'natless');
