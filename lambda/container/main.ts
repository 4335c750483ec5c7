/** The container's entry: runs the probe once, as the function's handler does, and leaves the report in the log. */

import { reportLines } from '../report/report-lines.ts';
import { CONTAINER } from '../report/stack-contract.ts';
import { takeCredentials } from './credentials.ts';

/** The function's own time-out. */
const TIMEOUT_MS = 60_000;

async function main(): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  await takeCredentials(process.env);
  const { answer } = await import('../probe/answer.ts');
  const event: unknown = JSON.parse(process.env[CONTAINER.eventVariable] || '{}');
  const context = { getRemainingTimeInMillis: () => deadline - Date.now() };
  // The metrics are about the functions: a task in another subnet must not change their alarms.
  const report = await answer(event, context, { metrics: false });
  const key = process.env[CONTAINER.keyVariable] ?? '';
  for (const line of reportLines(report, key)) process.stdout.write(`${line}\n`);
}

await main();
