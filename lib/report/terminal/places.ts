/** Renders where runs stood: names before ids, and runs that are alike under one heading. */
import { plainText } from '../../../lambda/report/plain-text.ts';
import type { Run } from '../../../lambda/report/report-schema.ts';
import { alikeInWords } from '../alike.ts';
import { subnetInWords, workloadInWords } from '../workload-in-words.ts';
import { zoneOf } from '../zone.ts';
import type { Paint } from './paint.ts';

/** One run is named by itself; several are counted first, and share the times of the first. */
export function renderPlaces(alike: readonly Run[], paint: Paint): string[] {
  if (alike.length < 2) return alike.flatMap((run) => placeLines(run, (text) => paint('bold', text)));
  return [
    `${paint('bold', alikeInWords(alike))}, with the times and addresses of the first`,
    ...alike.flatMap((run) => placeLines(run, (text) => text).map((line) => `  ${line}`)),
  ];
}

function placeLines(run: Run, strong: (text: string) => string): string[] {
  const zone = plainText(zoneOf(run));
  const seconds = `${(run.durationMs / 1_000).toFixed(1)} s`;
  const workload = workloadInWords(run);
  if (!workload) return [`${strong(zone)}  ${plainText(subnetInWords(run), 1_000)}  ${seconds}`];
  const place = workload.place.map((line) => plainText(line, 1_000));
  return [`${strong(plainText(workload.title, 1_000))}  ${zone}  ${seconds}`, ...place];
}
