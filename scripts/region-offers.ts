/**
 * Compares the lists of Regions in lambda/report/regions/offers.json with AWS's pages, and writes them anew where a page
 * names hosts: a host has its Region in its name. The other pages list Regions in prose and tables, which a person reads.
 *
 *     npx node scripts/region-offers.ts            what differs
 *     npx node scripts/region-offers.ts --write    writes the lists that the pages' hosts make, and the month
 *     npx node scripts/region-offers.ts --pages FOLDER    reads saved pages (FOLDER/ec2-endpoints.html) instead of AWS's
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import offers from '../lambda/report/regions/offers.json' with { type: 'json' };
import type { Offer } from '../lambda/report/regions/offers.ts';
import { ROOT } from '../lib/folders.ts';
import { compareOffer, differenceInWords } from './region-offers/compare.ts';

const FILE = join(ROOT, 'lambda', 'report', 'regions', 'offers.json');

/** A page is a few hundred kilobytes. */
const PAGE_TIMEOUT_MS = 30_000;

const { values } = parseArgs({ options: { write: { type: 'boolean' }, pages: { type: 'string' } } });

async function readPage(page: string): Promise<string> {
  if (values.pages !== undefined) return readFileSync(join(values.pages, basename(page)), 'utf8');
  const answer = await fetch(`https://${page}`, { signal: AbortSignal.timeout(PAGE_TIMEOUT_MS) });
  if (!answer.ok) throw new Error(`https://${page} answered ${answer.status}`);
  return answer.text();
}

const written = structuredClone(offers);
for (const [name, { page, regions }] of Object.entries(offers.offers)) {
  const offer = name as Offer;
  const { found, isExact } = compareOffer(offer, await readPage(page));
  process.stdout.write(`${name}: ${differenceInWords(regions, found, isExact)}\n`);
  if (isExact && found.length > 0) written.offers[offer].regions = [...found];
}
if (values.write) {
  written.read = new Date().toISOString().slice(0, 'YYYY-MM'.length);
  writeFileSync(FILE, `${JSON.stringify(written, null, 2)}\n`);
}
