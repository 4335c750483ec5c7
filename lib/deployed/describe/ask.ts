/** Asks the account for one section of the file after the other: one that is refused is a gap, and the rest goes on. */

import { UserError } from '../../user-error.ts';
import type { VpcFile } from '../../vpc-file/vpc-file.ts';
import { callAws, clientConfiguration } from '../client.ts';
import type { Place } from '../place.ts';

export type Options = { readonly abortSignal: AbortSignal };

/** Enough for the pages of a large account, with the waits that AWS asks for. */
const TIMEOUT_MS = 120_000;

/** The SDK waits longer before each: a large account is throttled before it is read. */
const MAX_ATTEMPTS = 8;

/** One call, or several that need the same permissions. */
export interface Question<Client extends { destroy(): void }, Answer> {
  /** What the section has, such as `route tables`. */
  readonly what: string;
  readonly permission: string;
  readonly client: new (configuration: ReturnType<typeof configurationIn>) => Client;
  readonly ask: (client: Client, options: Options) => Promise<Answer>;
}

export interface Asker {
  /** @throws UserError: for what the rest is nothing without */
  readonly require: <Client extends { destroy(): void }, Answer>(
    question: Question<Client, Answer>,
  ) => Promise<Answer>;
  /** Null where AWS refuses, which becomes a gap. */
  readonly ask: <Client extends { destroy(): void }, Answer>(
    question: Question<Client, Answer>,
  ) => Promise<Answer | null>;
  readonly gaps: VpcFile['gaps'];
}

export function createAsker(place: Place, signal: AbortSignal): Asker {
  const gaps: VpcFile['gaps'] = [];
  const require: Asker['require'] = ({ what, permission, client: Client, ask }) => {
    const call = { doing: `reading the ${what}`, permission, timeoutMs: TIMEOUT_MS, place, signal };
    return callAws(call, new Client(configurationIn(place)), ask);
  };
  return {
    gaps,
    require,
    ask: async (question) => {
      try {
        return await require(question);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        const { what, permission } = question;
        gaps.push({ what, why: error.message.slice(0, 4_000), permission });
        return null;
      }
    },
  };
}

function configurationIn(place: Place) {
  return { ...clientConfiguration(place), maxAttempts: MAX_ATTEMPTS };
}

/** All items of all pages. */
export async function itemsOf<Page, Item>(
  pages: AsyncIterable<Page>,
  read: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(read(page) ?? []));
  return items;
}

/** Calls that take only so many names at once. */
export function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
