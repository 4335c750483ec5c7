/**
 * Keeps certificates for later labs with the same hosts, as long as they are valid: issuing them takes a fifth of the time
 * that a lab computes before its first packet (measured). They are worthless elsewhere: no machine trusts their
 * authority, whose own key is not kept.
 */
import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CACHE } from '../../../folders.ts';
import type { Issued, LeafOrder } from './certificates.ts';

const FOLDER = join(CACHE, 'certificates');

/** No lab runs longer than this. */
const MARGIN_MS = 24 * 60 * 60 * 1000;

const issuedSchema = z.object({
  caCertificatePem: z.string(),
  leaves: z.array(z.object({ certificatePem: z.string(), keyPem: z.string() })),
});

export async function certificatesFor(
  orders: readonly LeafOrder[],
  folder: string = FOLDER,
): Promise<Issued> {
  const name = createHash('sha256').update(JSON.stringify(orders)).digest('hex');
  const file = join(folder, `${name}.json`);
  const kept = read(file);
  if (kept && isValid(kept)) return kept;
  // Loaded only here, since loading takes longer than issuing.
  const { issue } = await import('./certificates.ts');
  const issued = await issue(orders);
  keep(file, issued);
  return issued;
}

/** Null for a file that is absent or cannot be parsed. */
function read(file: string): Issued | null {
  try {
    return issuedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

function isValid({ caCertificatePem }: Issued): boolean {
  const { validFromDate, validToDate } = new X509Certificate(caCertificatePem);
  return validFromDate.getTime() < Date.now() && Date.now() + MARGIN_MS < validToDate.getTime();
}

/** Writes the whole file or nothing, since several labs may write it at once; without permission to write, nothing is kept. */
function keep(file: string, issued: Issued): void {
  const unfinished = `${file}.${crypto.randomUUID()}`;
  try {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(unfinished, JSON.stringify(issued), { mode: 0o600 });
    renameSync(unfinished, file);
  } catch {}
}
