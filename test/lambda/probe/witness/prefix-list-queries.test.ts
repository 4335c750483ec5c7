/** The probe's questions about prefix lists: what is sent, how far it goes, and what enters the evidence. */
import { expect, test } from 'vitest';
import type { AttemptContext } from '../../../../lambda/probe/attempts/attempt.ts';
import { startOperation } from '../../../../lambda/probe/observe.ts';
import { prefixListQueries } from '../../../../lambda/probe/witness/prefix-list-queries.ts';
import { readXml } from '../../../../lambda/report/xml.ts';

type Parameters = Readonly<Record<string, string>>;

/** Answers each question as given, and adds an operation for it, as a request does. */
function asking(answer: (action: string, parameters: Parameters) => string) {
  const context = { operations: [] } as unknown as AttemptContext;
  const asked: [string, Parameters][] = [];
  const source = prefixListQueries(context, async (aside, action, parameters) => {
    asked.push([action, parameters]);
    aside.operations.push(startOperation(action, 'ec2.us-west-2.api.aws', 443));
    return readXml(answer(action, parameters));
  });
  return { source, asked, evidence: () => context.operations.map(({ name }) => name) };
}

const entries = (blocks: readonly string[], token = '') =>
  `<GetManagedPrefixListEntriesResponse><entrySet>${blocks.map((cidr) => `<item><cidr>${cidr}</cidr></item>`).join('')}</entrySet>${token}</GetManagedPrefixListEntriesResponse>`;

test('services are asked for by a filter, which an unknown id does not break', async () => {
  const { source, asked, evidence } = asking(
    () => '<DescribePrefixListsResponse><prefixListSet/></DescribePrefixListsResponse>',
  );
  expect((await source.ofServices(['pl-1', 'pl-2'])).size).toBe(0);
  expect(asked).toEqual([
    [
      'DescribePrefixLists',
      { 'Filter.1.Name': 'prefix-list-id', 'Filter.1.Value.1': 'pl-1', 'Filter.1.Value.2': 'pl-2' },
    ],
  ]);
  expect(evidence()).toEqual(['DescribePrefixLists']);
});

test('the entries of a list are read to the last page', async () => {
  const { source, asked } = asking((_, { NextToken }) =>
    NextToken === 'b' ? entries(['10.2.0.0/16']) : entries(['10.1.0.0/16'], '<nextToken>b</nextToken>'),
  );
  expect(await source.entriesOf('pl-1')).toEqual(['10.1.0.0/16', '10.2.0.0/16']);
  expect(asked.map(([, parameters]) => parameters)).toEqual([
    { PrefixListId: 'pl-1' },
    { PrefixListId: 'pl-1', NextToken: 'b' },
  ]);
});

test('a list without an end is given up, and so are more requests than a report has room for', async () => {
  const { source, asked } = asking(() => entries(['10.1.0.0/16'], '<nextToken>again</nextToken>'));
  await expect(source.entriesOf('pl-1')).rejects.toThrow('more than 10 pages');
  await expect(source.entriesOf('pl-2')).rejects.toThrow('more than 10 pages');
  await expect(source.entriesOf('pl-3')).rejects.toThrow('more than 20 requests');
  expect(asked).toHaveLength(20);
});

test('a question that fails does not enter the evidence, since the routes were answered', async () => {
  const { source, evidence } = asking(() => 'no XML');
  await expect(source.entriesOf('pl-1')).rejects.toThrow();
  expect(evidence()).toEqual([]);
});
