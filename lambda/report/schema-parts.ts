/** What the schemas of a report are made of: texts, lists and blocks within the limits of a report. */
import { z } from 'zod';
import { parseBlock } from './addresses.ts';
import { quote } from './plain-text.ts';
import { REPORT_LIMITS as LIMITS } from './report-limits.ts';

export const text = z.string().max(LIMITS.text);

/** Counted before its items are looked at, so that a list of millions costs no more than counting it. */
export function list<Item extends z.ZodType>(item: Item, limit: number) {
  return z.array(z.unknown()).max(limit).pipe(z.array(item));
}

export const addresses = list(text, LIMITS.addresses);

function block(family: 'IPv4' | 'IPv6', example: string) {
  return z.string().refine((written) => parseBlock(written)?.family === family, {
    error: ({ input }) => `${quote(input)} is not an ${family} block such as ${example}`,
  });
}

export const ipv4Block = block('IPv4', '10.1.0.0/16');
export const ipv6Block = block('IPv6', '2600:1f14:1:1a00::/56');
