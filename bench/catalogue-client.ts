/** The probe's catalogue by itself: prints how long it took, and how much CPU. */
import { runCatalogue } from '../lambda/probe/catalogue/run-catalogue.ts';
import { readEnvironment } from '../lambda/probe/environment.ts';

const [region = ''] = process.argv.slice(2);
const before = process.cpuUsage();
const { catalogue } = await runCatalogue(
  readEnvironment({ AWS_REGION: region }),
  AbortSignal.timeout(60_000),
);
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ wallMs: catalogue.durationMs, cpuMs: (user + system) / 1_000 }));
