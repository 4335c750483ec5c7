/**
 * `npm run mutate [-- MODULE…]`: changes the code of a module in one place at a time and counts how many of the changes its
 * unit tests notice; of the modules that are named it also lists those that they do not. It takes from a minute to an hour
 * for each module, and does not belong to `npm test`.
 */
import { MODULES } from './mutation/modules.ts';
import { installStryker, mutate } from './mutation/run-stryker.ts';
import { mutantsOf, type Row, reaches, renderTable, survivorsOf } from './mutation/table.ts';

const named = process.argv.slice(2);
const unknown = named.find((name) => !Object.hasOwn(MODULES, name));
if (unknown !== undefined) {
  process.stderr.write(`"${unknown}" is not a module: they are ${Object.keys(MODULES).join(', ')}\n`);
  process.exit(2);
}

await installStryker();
const rows: Row[] = [];
for (const [name, module] of Object.entries(MODULES)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const report = await mutate(name, module);
  rows.push({ name, goal: module.goal, mutants: mutantsOf(report) });
  if (named.length > 0)
    process.stdout.write(
      survivorsOf(report)
        .map((line) => `${line}\n`)
        .join(''),
    );
}
process.stdout.write(`${renderTable(rows)}\n`);
process.exitCode = rows.every(reaches) ? 0 : 1;
