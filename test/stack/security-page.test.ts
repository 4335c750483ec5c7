/** SECURITY.md names every grant of the probes' roles that holds from everywhere, and each usual condition that is left out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../lib/folders.ts';
import { synthesized } from './synthesized.ts';

const page = readFileSync(join(ROOT, 'SECURITY.md'), 'utf8');

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Condition?: Readonly<Record<string, unknown>>;
}

/** The actions that a role may do whatever the source of the request: those of its log and of Lambda itself are apart. */
function grantedEverywhere(settings: object): string[] {
  const policies = synthesized(settings)
    .propertiesOf('AWS::IAM::Role')
    .filter(([id]) => /ProbesRole|TaskRole/.test(id))
    .flatMap(
      ([, { Policies = [] }]) =>
        Policies as { PolicyName: string; PolicyDocument: { Statement: Statement[] } }[],
    )
    .filter(({ PolicyName }) => PolicyName === 'Targets');
  const actions = policies
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter(({ Condition }) => Condition === undefined)
    .flatMap(({ Action }) => Action);
  return [...new Set(actions)].sort();
}

/** `ecr:BatchGetImage` and the like stand on the page as the pull of an image. */
const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

function missingOn(text: string, actions: readonly string[]): string[] {
  return actions.filter((action) => !PULL.includes(action) && !text.includes(`\`${action}\``));
}

test.each([{}, { ecrImage: 'my-app:1', fargate: true }])(
  'the page names each grant that holds from everywhere (%j)',
  (settings) => {
    const actions = grantedEverywhere(settings);
    expect(actions.length).toBeGreaterThan(2);
    expect(missingOn(page, actions)).toEqual([]);
  },
);

test('a grant that the page does not name is found', () => {
  expect(missingOn(page, ['s3:ListAllMyBuckets', 's3:DeleteBucket'])).toEqual(['s3:DeleteBucket']);
});

test.each([
  ...['aws:ResourceAccount', 'aws:SourceArn', 'aws:SourceAccount', 'aws:PrincipalAccount'],
  ...['reservedConcurrency', 'eventTargets'],
])('the page says what is left out of %s, with its reason', (name) => {
  const [, table = ''] = page.split('## What is left out on purpose');
  const rows = table.split('\n').filter((line) => line.startsWith('| ') && line.includes(name));
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row.split(' | ')[1]?.length).toBeGreaterThan(20);
});
