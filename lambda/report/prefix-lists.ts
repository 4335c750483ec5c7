/**
 * What the prefix lists of a route table hold: those of AWS's services by DescribePrefixLists, which does not know a
 * customer's, and each of those by GetManagedPrefixListEntries. A list that cannot be read costs no other answer.
 */
import { plainText } from './plain-text.ts';

/** The blocks of each list that could be read, and why another could not. */
export interface PrefixLists {
  readonly blocks: ReadonlyMap<string, readonly string[]>;
  readonly unread: ReadonlyMap<string, string>;
}

/** How to ask EC2. Both may throw. */
export interface PrefixListSource {
  /** The lists of AWS's services among these; the others are missing from the answer. */
  readonly ofServices: (ids: readonly string[]) => Promise<ReadonlyMap<string, readonly string[]>>;
  /** All blocks of one list. */
  readonly entriesOf: (id: string) => Promise<readonly string[]>;
}

/** More lists than a table usually has routes to, each of which is a request of the run's. */
const LISTS_READ = 10;

/** Never throws. */
export async function readPrefixLists(
  ids: readonly string[],
  { ofServices, entriesOf }: PrefixListSource,
): Promise<PrefixLists> {
  const blocks = new Map<string, readonly string[]>();
  const unread = new Map<string, string>();
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return { blocks, unread };
  // A customer's list is found without this answer too.
  for (const [id, list] of await ofServices(wanted).catch(() => [])) blocks.set(id, list);
  const others = wanted.filter((id) => !blocks.has(id));
  for (const id of others.slice(LISTS_READ)) unread.set(id, `only ${LISTS_READ} lists are read`);
  for (const id of others.slice(0, LISTS_READ)) {
    try {
      blocks.set(id, await entriesOf(id));
    } catch (error) {
      unread.set(id, reasonIn(error));
    }
  }
  return { blocks, unread };
}

/** EC2's code, or that of the connection: `UnauthorizedOperation`, `InvalidPrefixListID.NotFound`, `ETIMEDOUT`. */
function reasonIn(error: unknown): string {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  return plainText(String(code ?? name ?? 'Error'), REASON_CHARACTERS);
}

const REASON_CHARACTERS = 80;
