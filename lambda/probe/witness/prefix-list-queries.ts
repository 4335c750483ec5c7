/** Asks EC2 for prefix lists, as part of the attempt that looks the route up. */
import type { OperationEvidence } from '../../report/evidence.ts';
import type { PrefixListSource } from '../../report/prefix-lists.ts';
import type { XmlElement } from '../../report/xml.ts';
import type { AttemptContext } from '../attempts/attempt.ts';
import { ec2Query } from './ec2-query.ts';
import { readEntries, readPrefixListsOfServices } from './ec2-xml.ts';

/** A page holds 100 entries, a list up to 1,000 by EC2's quota. */
const PAGES = 10;

/** More requests would not fit into the report of one attempt. */
const REQUESTS = 20;

export function prefixListQueries(context: AttemptContext, query = ec2Query): PrefixListSource {
  let requests = 0;
  const ask = (action: string, parameters: Readonly<Record<string, string>>) => {
    requests += 1;
    if (requests > REQUESTS) throw tooMany(`more than ${REQUESTS} requests`);
    return askAside(context, (aside) => query(aside, action, parameters));
  };
  return {
    ofServices: async (ids) => readPrefixListsOfServices(await ask('DescribePrefixLists', filterBy(ids))),
    entriesOf: async (id) => {
      const blocks: string[] = [];
      let next: string | null = null;
      for (let page = 0; page < PAGES; page += 1) {
        const more: Record<string, string> = next === null ? {} : { NextToken: next };
        const answer = readEntries(await ask('GetManagedPrefixListEntries', { PrefixListId: id, ...more }));
        blocks.push(...answer.blocks);
        next = answer.next;
        if (next === null) return blocks;
      }
      throw tooMany(`more than ${PAGES} pages`);
    },
  };
}

/** By a filter, since an id that EC2 does not know is an error by itself. */
function filterBy(ids: readonly string[]): Record<string, string> {
  const values = ids.map((id, index) => [`Filter.1.Value.${index + 1}`, id]);
  return { 'Filter.1.Name': 'prefix-list-id', ...Object.fromEntries(values) };
}

/** A question that fails does not enter the evidence: EC2 has answered what the attempt is about. */
async function askAside(
  context: AttemptContext,
  ask: (aside: AttemptContext) => Promise<XmlElement>,
): Promise<XmlElement> {
  const operations: OperationEvidence[] = [];
  const answer = await ask({ ...context, operations });
  context.operations.push(...operations);
  return answer;
}

function tooMany(message: string): Error {
  return Object.assign(new Error(message), { code: message });
}
