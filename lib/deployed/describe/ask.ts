/** Asks the account for one section of the file after the other: one that is refused is a gap, and the rest goes on. */

import { UserError } from '../../user-error.ts';
import type { VpcFile } from '../../vpc-file/vpc-file.ts';
import { callAws, clientConfiguration } from '../client.ts';
import { explain } from '../explain.ts';
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
  /** The same call for each of several things: what AWS refuses for one becomes a gap, and the others are asked for. */
  readonly askEach: <Client extends { destroy(): void }, Item, Answer>(
    question: QuestionOfEach<Client, Item, Answer>,
    items: readonly Item[],
  ) => Promise<ReadonlyMap<Item, Answer>>;
  readonly gaps: VpcFile['gaps'];
}

interface QuestionOfEach<Client extends { destroy(): void }, Item, Answer>
  extends Omit<Question<Client, Answer>, 'ask'> {
  readonly ask: (client: Client, item: Item, options: Options) => Promise<Answer>;
}

/** So that a thousand roles take a minute, without being throttled more than they must. */
const AT_ONCE = 8;

export function createAsker(place: Place, signal: AbortSignal): Asker {
  const gaps: VpcFile['gaps'] = [];
  const require: Asker['require'] = ({ what, permission, client: Client, ask }) => {
    const call = { doing: `reading the ${what}`, permission, timeoutMs: TIMEOUT_MS, place, signal };
    return callAws(call, new Client(configurationIn(place)), ask);
  };
  const ask: Asker['ask'] = async (question) => {
    try {
      return await require(question);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      gaps.push(gapOf(question, error));
      return null;
    }
  };
  return {
    gaps,
    require,
    ask,
    askEach: async <Client extends { destroy(): void }, Item, Answer>(
      question: QuestionOfEach<Client, Item, Answer>,
      items: readonly Item[],
    ) => {
      const answers = new Map<Item, Answer>();
      if (items.length === 0) return answers;
      const refusals: unknown[] = [];
      await ask({
        ...question,
        ask: async (client, options) => {
          for (const chunk of chunksOf(items, AT_ONCE)) {
            await Promise.all(
              chunk.map(async (item) => {
                try {
                  answers.set(item, await question.ask(client, item, options));
                } catch (error) {
                  options.abortSignal.throwIfAborted();
                  if (!isGone(error)) refusals.push(error);
                }
              }),
            );
          }
        },
      });
      if (refusals.length > 0) gaps.push(gapOfSome(question, refusals, items.length, place));
      return answers;
    },
  };
}

type Asked = Pick<Question<never, never>, 'what' | 'permission'>;

function gapOf({ what, permission }: Asked, { message }: UserError): VpcFile['gaps'][number] {
  return { what, why: message.slice(0, 4_000), permission };
}

function gapOfSome(
  { what, permission }: Asked,
  refusals: readonly unknown[],
  of: number,
  place: Place,
): VpcFile['gaps'][number] {
  const shown = refusals.length < of ? `${what} (${refusals.length} of ${of})` : what;
  const error = explain(refusals[0], { doing: `reading the ${what}`, permission }, place);
  return gapOf({ what: shown, permission }, error);
}

/** IAM's answer about what was deleted while something still names it: no permission helps. */
function isGone(error: unknown): boolean {
  return error instanceof Error && error.name === 'NoSuchEntityException';
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
