/** `npx node scripts/language.ts [PATH…]`: holds the prose of files and folders against the word list. */
import { checkPaths, EVERYTHING, type Finding } from './language/check.ts';

const paths = process.argv.slice(2);
const findings = checkPaths(paths.length > 0 ? paths : EVERYTHING).filter(({ allowedBy }) => !allowedBy);
for (const finding of findings) process.stdout.write(`${lineOf(finding)}\n`);
process.exitCode = findings.length > 0 ? 1 : 0;

function lineOf({ path, line, words, rule }: Finding): string {
  return `${path}:${line}: ${words} → ${rule.better} (${rule.reason})`;
}
