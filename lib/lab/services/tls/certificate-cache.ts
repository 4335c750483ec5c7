/**
 * The certificates of an earlier lab with the same hosts, while they are valid: to make them anew takes a fifth of what a lab
 * computes before its first packet (measured). They vouch for nothing elsewhere: no machine trusts their authority, whose
 * own key is not kept.
 */
import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CACHE } from '../../../folders.ts';
import type { Issued, LeafOrder } from './certificates.ts';

const FOLDER = join(CACHE, 'certificates');

/** No lab runs longer. */
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
  // Only here, since it takes longer to load than to make them.
  const { issue } = await import('./certificates.ts');
  const issued = await issue(orders);
  keep(file, issued);
  return issued;
}

/** Null where there is none, or none that can be understood. */
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

/** Whole or not at all, since several labs may write it at once; and a lab goes without where it may not write. */
function keep(file: string, issued: Issued): void {
  const unfinished = `${file}.${crypto.randomUUID()}`;
  try {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(unfinished, JSON.stringify(issued), { mode: 0o600 });
    renameSync(unfinished, file);
  } catch {}
}
