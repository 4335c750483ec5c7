/** `natless targets` on logs: the queries of docs/finding-targets.md, run against a stand-in of CloudWatch Logs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { flowQuery } from '../../lib/deployed/log-queries/flow-log.ts';
import { NAMES_QUERY } from '../../lib/deployed/log-queries/query-log.ts';
import { runQuery } from '../../lib/deployed/log-queries/run-query.ts';
import { ROOT } from '../../lib/folders.ts';
import { dynamoDbErrors } from '../../lib/lab/services/aws/error-forms.ts';
import { natless } from '../command.ts';
import { type Answers, type Asked, json, refusal, startAwsStandIn } from './aws-stand-in.ts';
import { userEnvironment } from './deployed-stack.ts';

const row = (fields: Readonly<Record<string, string>>) =>
  Object.entries(fields).map(([field, value]) => ({ field, value }));

const NAMES = [
  [
    row({ query_name: 'api.stripe.com.', lookups: '120' }),
    row({ query_name: 'sqs.us-west-2.amazonaws.com.', lookups: '7' }),
  ],
  [
    row({ query_name: 'API.example.com.', lookups: '500' }),
    row({ query_name: 'odd name\u001b[2J', lookups: '9' }),
  ],
] as const;
const FLOWS = [
  row({ dstAddr: '52.1.2.3', dstPort: '443', sent: '2.5E9' }),
  row({ dstAddr: '10.0.1.7', dstPort: '443', sent: '9E9' }),
  row({ dstAddr: '2600:1f14::1', dstPort: '5432', sent: '100' }),
  row({ dstAddr: '52.1.2.3', dstPort: '0', sent: '100' }),
];

const bodyOf = ({ body }: Asked) => JSON.parse(body);

/** Each query is running when it is first asked for; the names come on two pages. */
function account(): Answers {
  const waited = new Set<string>();
  return {
    StartQuery: (asked) =>
      json({ queryId: bodyOf(asked).queryString.includes('query_name') ? 'names' : 'flows' }),
    GetQueryResults: (asked) => {
      const { queryId, nextToken } = bodyOf(asked);
      if (!waited.has(queryId)) {
        waited.add(queryId);
        return json({ status: 'Running', results: [] });
      }
      if (queryId === 'flows') return json({ status: 'Complete', results: FLOWS });
      return json({
        status: 'Complete',
        results: NAMES[nextToken === 'more' ? 1 : 0],
        ...(nextToken === 'more' ? {} : { nextToken: 'more' }),
      });
    },
    StopQuery: () => json({ success: true }),
  };
}

async function targets(args: readonly string[], changes: Answers = {}) {
  const aws = await startAwsStandIn({ ...account(), ...changes });
  try {
    const ended = await natless(['targets', ...args], { env: userEnvironment(aws) });
    return { ...ended, asked: aws.asked };
  } finally {
    await aws.stop();
  }
}

test('names of a query log are targets, over all pages, the most frequent first', async () => {
  const { stdout, status, asked } = await targets(['--query-log-group', '/vpc/dns']);
  expect(stdout).toMatch(/^target +service +lookups +found in$/m);
  const rows = stdout
    .split('\n')
    .flatMap((line) => /^(\S+\.com) +(?:(sqs) +)?(\d+) +\/vpc\/dns query log$/.exec(line)?.slice(1, 4) ?? []);
  expect(rows).toEqual([
    'api.example.com',
    undefined,
    '500',
    'api.stripe.com',
    undefined,
    '120',
    'sqs.us-west-2.amazonaws.com',
    'sqs',
    '7',
  ]);
  expect(stdout).not.toContain('odd');
  expect(status).toBe(0);
  const { logGroupName, queryString, startTime, endTime } = bodyOf(asked[0] as Asked);
  expect({ logGroupName, queryString }).toEqual({ logGroupName: '/vpc/dns', queryString: NAMES_QUERY });
  expect(endTime - startTime).toBe(7 * 24 * 3_600);
});

test('flow logs give public addresses with ports and bytes, of the named interfaces', async () => {
  const { stdout, asked } = await targets([
    ...['--flow-log-group', '/vpc/flows', '--days', '2'],
    ...['--interface', 'eni-0123456789abcdef0,eni-0123456789abcdef1'],
  ]);
  expect(stdout).toMatch(/^52\.1\.2\.3 +443 +2500\.0 MB$/m);
  expect(stdout).toMatch(/^2600:1f14::1 +5432 +100 bytes$/m);
  expect(stdout).not.toContain('10.0.1.7');
  expect(bodyOf(asked[0] as Asked).queryString).toContain(
    'interfaceId in ["eni-0123456789abcdef0", "eni-0123456789abcdef1"] and action = "ACCEPT"',
  );
});

test('both at once, as a list', async () => {
  const { stdout } = await targets(['--query-log-group', 'a', '--flow-log-group', 'b', '--format', 'list']);
  expect(stdout.trim().split('\n')).toEqual([
    'https://api.example.com',
    'https://api.stripe.com',
    'https://sqs.us-west-2.amazonaws.com',
    'tcp://52.1.2.3:443',
    'tcp://[2600:1f14::1]:5432',
  ]);
});

test('a query waits while the account runs too many', async () => {
  let refused = 0;
  const { status } = await targets(['--query-log-group', 'a'], {
    StartQuery: () => {
      if (refused++ > 0) return json({ queryId: 'names' });
      return refusal(dynamoDbErrors, 400, 'LimitExceededException', 'too many');
    },
  });
  expect({ status, refused }).toEqual({ status: 0, refused: 2 });
});

describe('a sentence and status 2 where', () => {
  test.each([
    [
      'logs:StartQuery is not granted',
      { StartQuery: () => refusal(dynamoDbErrors, 400, 'AccessDeniedException', 'not authorized') },
      'add logs:StartQuery to their policy',
    ],
    [
      'logs:GetQueryResults is not granted',
      { GetQueryResults: () => refusal(dynamoDbErrors, 400, 'AccessDeniedException', 'not authorized') },
      'add logs:GetQueryResults to their policy',
    ],
    [
      'there is no such log group',
      { StartQuery: () => refusal(dynamoDbErrors, 400, 'ResourceNotFoundException', 'no') },
      'there is no log group "/vpc/dns" in us-west-2',
    ],
    [
      'the query fails',
      { GetQueryResults: () => json({ status: 'Failed', results: [] }) },
      'ended with the status Failed',
    ],
  ] satisfies [string, Answers, string][])('%s', async (_, changes, words) => {
    const { stdout, stderr, status } = await targets(['--query-log-group', '/vpc/dns'], changes);
    expect(stderr).toContain(words);
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
  });
});

describe('a query that does not end', () => {
  const running: Answers = { ...account(), GetQueryResults: () => json({ status: 'Running', results: [] }) };

  async function ask(options: { readonly timeoutMs?: number; readonly signal?: AbortSignal }) {
    const aws = await startAwsStandIn(running);
    const before = process.env;
    process.env = userEnvironment(aws);
    try {
      const place = { stackName: 'Natless', region: 'us-west-2', profile: null };
      const asked = {
        place,
        logGroup: 'a',
        query: NAMES_QUERY,
        days: 7,
        signal: new AbortController().signal,
      };
      const error = await runQuery({ ...asked, ...options }).catch((each: Error) => each);
      return { error, operations: aws.asked.map(({ operation }) => operation) };
    } finally {
      process.env = before;
      await aws.stop();
    }
  }

  test('is stopped at its deadline', async () => {
    const { error, operations } = await ask({ timeoutMs: 300 });
    expect(String(error)).toContain('is Running after 0.3 s: ask for fewer than 7 days with --days');
    expect(operations.at(-1)).toBe('StopQuery');
  });

  test('is stopped by Ctrl-C, with its reason', async () => {
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(new Error('Ctrl-C')), 600);
    const { error, operations } = await ask({ signal: interrupt.signal });
    // Between two polls the timer ends, with the reason as its cause.
    expect(String((error as Error).cause ?? error)).toContain('Ctrl-C');
    expect(operations.at(-1)).toBe('StopQuery');
  });
});

test('the page has the very queries', () => {
  const page = readFileSync(join(ROOT, 'docs', 'finding-targets.md'), 'utf8');
  expect(page).toContain(NAMES_QUERY);
  expect(page).toContain(flowQuery(['eni-of-the-nat-gateway']));
});
