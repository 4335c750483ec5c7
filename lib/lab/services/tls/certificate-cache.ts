/**
 * Keeps certificates for later labs with the same hosts, as long as they are valid: issuing them takes a fifth of the time
 * that a lab computes before its first packet (measured). They are worthless elsewhere: no machine trusts their
 * authority, whose own key is not kept.
 */
import { createHash, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { CACHE } from '../../../folders.ts';
import { keep, readKept } from '../../../kept-files.ts';
import type { Issued, LeafOrder } from './certificates.ts';

const FOLDER = join(CACHE, 'certificates');

/** Each set of hosts has a file of some kilobytes; there are as many as worlds and Regions are used. */
const KEPT = 128;

/** No lab runs longer than this. */
const MARGIN_MS = 24 * 60 * 60 * 1000;

export async function certificatesFor(
  orders: readonly LeafOrder[],
  folder: string = FOLDER,
): Promise<Issued> {
  const name = createHash('sha256').update(JSON.stringify(orders)).digest('hex');
  const file = join(folder, `${name}.json`);
  const kept = JSON.parse(readKept(file) ?? 'null') as Issued | null;
  if (kept && isValid(kept)) return kept;
  // Loaded only here, since loading takes longer than issuing.
  const { issue } = await import('./certificates.ts');
  const issued = await issue(orders);
  keep(file, JSON.stringify(issued), KEPT);
  return issued;
}

function isValid({ caCertificatePem }: Issued): boolean {
  const { validFromDate, validToDate } = new X509Certificate(caCertificatePem);
  return validFromDate.getTime() < Date.now() && Date.now() + MARGIN_MS < validToDate.getTime();
}
