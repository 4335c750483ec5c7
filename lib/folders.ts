/** The project's own folders, for the modules that read or keep files outside their own. */
import { extname, join } from 'node:path';

/** Every module has it: `.ts` in a clone, `.js` in the package, since Node strips no types below node_modules. */
export const EXTENSION = extname(import.meta.filename);

/** Where bin, lambda and lib have their modules. */
export const CODE = join(import.meta.dirname, '..');

/** Where package.json and cdk.json are. */
export const ROOT = EXTENSION === '.ts' ? CODE : join(CODE, '..');

/** What is kept from one command to the next, and may be deleted at any time. */
export const CACHE = join(ROOT, 'node_modules', '.cache', 'natless');
