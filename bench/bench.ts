/** Measures what the project promises about size and time: ratios within one run, each beside its goal. */
import { requirePrivileges } from '../lib/lab/session/privileges.ts';
import { benchBundle } from './bundle.ts';
import { benchCatalogue } from './catalogue.ts';
import { benchFirstEvidence } from './first-evidence.ts';
import { benchRunTime } from './run-time.ts';
import { printFinding } from './statistics.ts';

const say = (step: string) => process.stderr.write(`${step}\n`);

await requirePrivileges({ install: true, say });
for (const finding of benchBundle()) printFinding(finding);
for (const finding of await benchFirstEvidence(say)) printFinding(finding);
for (const finding of await benchRunTime(say)) printFinding(finding);
for (const finding of await benchCatalogue(say)) printFinding(finding);
