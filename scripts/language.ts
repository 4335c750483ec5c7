/** `npx node scripts/language.ts [PATH…]`: holds the prose of files and folders against the word list. */
import { checkPaths, type Finding } from './language/check.ts';

const EVERYTHING = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'docs',
  'lambda',
  'lib',
  'bin',
  'bench',
  'scripts',
  'test',
];

const paths = process.argv.slice(2);
const findings = checkPaths(paths.length > 0 ? paths : EVERYTHING).filter(({ allowedBy }) => !allowedBy);
for (const finding of findings) process.stdout.write(`${lineOf(finding)}\n`);
process.exitCode = findings.length > 0 ? 1 : 0;

function lineOf({ path, line, words, rule }: Finding): string {
  return `${path}:${line}: ${words} → ${rule.better} (${rule.reason})`;
}
