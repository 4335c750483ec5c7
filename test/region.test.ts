/** Which names are taken as Regions, in which partition, and what is said about the others. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findPartition, PARTITIONS } from '../lambda/report/partitions.ts';
import { ROOT } from '../lib/folders.ts';
import { partitionOf, requireRegion, warningAbout } from '../lib/region.ts';
import { UserError } from '../lib/user-error.ts';
import { natless } from './command.ts';

interface SdkPartition {
  readonly id: string;
  readonly outputs: { readonly dnsSuffix: string; readonly dualStackDnsSuffix: string };
  readonly regionRegex: string;
  readonly regions: Readonly<Record<string, unknown>>;
}

/** The installed SDK's copy of AWS's list. */
async function sdkPartitions(): Promise<readonly SdkPartition[]> {
  const folder = 'node_modules/@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws';
  return (await import(join(ROOT, folder, 'partitions.js'))).partitionsInfo.partitions;
}

describe('the table of partitions', () => {
  test('has the names, domains and Regions of the AWS SDK', async () => {
    const known = PARTITIONS.map(({ name, urlSuffix, dualStackSuffix, regions }) => [
      ...[name, urlSuffix, dualStackSuffix],
      regions.toSorted(),
    ]);
    const expected = (await sdkPartitions()).map(({ id, outputs, regions }) => [
      id,
      outputs.dnsSuffix,
      outputs.dualStackDnsSuffix,
      // A stack cannot be placed at a partition's global endpoints.
      Object.keys(regions)
        .filter((region) => !region.endsWith('-global'))
        .toSorted(),
    ]);
    expect(known.toSorted()).toEqual(expected.toSorted());
  });

  test('has the prefixes of the AWS SDK', async () => {
    const known = PARTITIONS.map(({ name, prefixes }) => [name, prefixes.join('|')]);
    const expected = (await sdkPartitions()).map(({ id, regionRegex }) => [
      id,
      regionRegex.replace(/\\-\\w\+\\-\\d\+\$$/, '').replace(/^\^|[()\\]/g, ''),
    ]);
    expect(known.toSorted()).toEqual(expected.toSorted());
  });

  test('finds the partition of each of its Regions', () => {
    for (const partition of PARTITIONS) {
      for (const region of partition.regions) expect(findPartition(region)).toBe(partition);
    }
  });
});

test.each(['us-west-2', 'cn-north-1', 'us-gov-east-1', 'eusc-de-east-1', 'us-isob-east-1', 'eu-isoe-west-1'])(
  '"%s" is a Region that is known',
  (region) => {
    expect(requireRegion(region)).toBe(region);
    expect(warningAbout(region)).toBeNull();
  },
);

test.each([
  ['us-west-9', 'aws'],
  ['eu-northwest-1', 'aws'],
  ['cn-south-1', 'aws-cn'],
  ['us-iso-central-1', 'aws-iso'],
])('"%s" is taken for a new Region of the partition %s, with a warning', (region, partition) => {
  expect(partitionOf(region).name).toBe(partition);
  expect(warningAbout(region)).toMatch(
    new RegExp(
      `"${region}" is not among the \\d+ that natless knows of the partition ${partition}: it is taken`,
    ),
  );
});

test.each([
  ...['moon-1', 'us-west', 'us-west-', 'us-west-0', 'us-west-100', 'us-west-2a', 'US-WEST-2', 'us-west-1.5'],
  ...[
    'us-west-2\n',
    ' us-west-2',
    'us-west-2/',
    'us--1',
    '',
    'aws-global',
    'xx-west-1',
    'gov-west-1',
    'us-w-1',
  ],
  `us-${'a'.repeat(60)}-1`,
])('%j is refused by a sentence that shows the form', (text) => {
  expect(() => requireRegion(text)).toThrow(UserError);
  expect(() => requireRegion(text)).toThrow(
    `the Region is ${JSON.stringify(text)}, a name that no AWS partition uses: write one such as us-west-2`,
  );
});

test.each([
  ['us-wset-2', 'us-west-2'],
  ['eu-centrall-1', 'eu-central-1'],
  ['ap-norteast-1', 'ap-northeast-1'],
])('"%s" is misspelt rather than new: "%s" is proposed', (text, meant) => {
  expect(() => requireRegion(text)).toThrow(UserError);
  expect(() => requireRegion(text)).toThrow(
    `there is no Region "${text}" (did you mean "${meant}"?): write one such as us-west-2`,
  );
});

describe('the command', () => {
  test.each([
    [['lab', '--region', 'moon-1']],
    [['exec', '--region', 'us-west-2\n', '--', 'true']],
    [['probe', '--region', 'moon-1']],
    [['probe', '--regions', 'us-west-2,moon-1']],
    [['verify', '--region', 'moon-1']],
  ])('natless %j is refused before anything runs', async (args) => {
    const { status, stdout, stderr } = await natless(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('a name that no AWS partition uses: write one such as us-west-2');
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('AWS_REGION is held to the same', async () => {
    const { status, stderr } = await natless(['probe'], { env: { ...process.env, AWS_REGION: 'moon-1' } });
    expect(status).toBe(2);
    expect(stderr).toContain('the Region is "moon-1", a name that no AWS partition uses');
  });

  test('warns about a Region that may be new, and goes on', async () => {
    const { status, stderr } = await natless([
      'lab',
      '--region',
      'us-west-9',
      '--template',
      import.meta.filename,
    ]);
    expect(stderr).toContain('the Region "us-west-9" is not among the ');
    expect(stderr).toContain('cannot be read as JSON or YAML');
    expect(status).toBe(2);
  });
});
