/** A process that invokes a handler in a sandbox, for tests about what such a process has: open files, a user. */
import { invoke } from './run-sandbox.ts';

const [given = '{}'] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await invoke(JSON.parse(given))));
