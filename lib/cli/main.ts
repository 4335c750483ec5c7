/** The program behind bin/natless.mjs. */
import { natless } from './natless.ts';
import { runProcess } from './process.ts';

await runProcess((context) => natless(process.argv.slice(2), context));
