/** Measures what the project promises about size and time: ratios within one run, each beside its goal. */
import { requirePrivileges } from '../lib/lab/session/privileges.ts';
import { benchBundle } from './bundle.ts';
import { benchCatalogue } from './catalogue.ts';
import { benchCommands } from './commands.ts';
import { benchFirstEvidence } from './first-evidence.ts';
import { benchPackage } from './package.ts';
import { benchRunTime } from './run-time.ts';
import { printFinding } from './statistics.ts';
import { benchSubnets } from './subnets.ts';
import { benchTargets } from './targets.ts';
import { benchTests } from './tests.ts';
import { benchWhatIf } from './what-if.ts';

const say = (step: string) => process.stderr.write(`${step}\n`);

/** It takes minutes, so it is measured only if asked for: npm run bench -- --tests */
const withTests = process.argv.includes('--tests');

await requirePrivileges({ install: true, say });
for (const finding of benchBundle()) printFinding(finding);
for (const finding of await benchFirstEvidence(say)) printFinding(finding);
for (const finding of await benchRunTime(say)) printFinding(finding);
for (const finding of benchCommands(say)) printFinding(finding);
for (const finding of benchSubnets(say)) printFinding(finding);
for (const finding of benchTargets(say)) printFinding(finding);
for (const finding of await benchWhatIf(say)) printFinding(finding);
for (const finding of benchPackage(say)) printFinding(finding);
for (const finding of await benchCatalogue(say)) printFinding(finding);
if (withTests) for (const finding of benchTests(say)) printFinding(finding);
