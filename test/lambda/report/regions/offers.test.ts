/** The lists of Regions, Region by Region, and what follows from them for the probe, the stack and the plan. */
import { describe, expect, test } from 'vitest';
import { readEnvironment } from '../../../../lambda/probe/environment.ts';
import { chooseTargets } from '../../../../lambda/probe/targets/targets.ts';
import { serviceHosts } from '../../../../lambda/report/catalogue/dual-stack-name.ts';
import { PARTITIONS } from '../../../../lambda/report/partitions.ts';
import { isOffered, type Offer } from '../../../../lambda/report/regions/offers.ts';
import { endpointFor } from '../../../../lib/report/savings/endpoints.ts';
import { watchedTargets } from '../../../../lib/stack/monitoring/watched-targets.ts';
import { readSettings } from '../../../../lib/stack/settings.ts';
import { regionalTargets } from '../../../../lib/stack/targets/regional-targets.ts';

const LETTERS: Readonly<Record<string, Offer>> = {
  E: 'ec2DualStack',
  V: 's3Vectors',
  F: 'fargateIpv6Only',
  T: 'titanTextEmbeddingsV2',
  B: 'bedrockRuntime',
  D: 'dynamodbDualStack',
  A: 'dynamodbAccountId',
};

/** As AWS's pages had them in October 2026: a letter for what a Region has. */
const TABLE = [
  ['af-south-1', 'EVF----'],
  ['ap-east-1', 'EVF----'],
  ['ap-east-2', '-V-----'],
  ['ap-northeast-1', 'EVFTB--'],
  ['ap-northeast-2', 'EVFTB--'],
  ['ap-northeast-3', '-VFTB--'],
  ['ap-south-1', 'EVFTB--'],
  ['ap-south-2', '-VFTB--'],
  ['ap-southeast-1', 'EVF-B--'],
  ['ap-southeast-2', 'EVFTB--'],
  ['ap-southeast-3', '-VF----'],
  ['ap-southeast-4', '-VF----'],
  ['ap-southeast-5', '-V-----'],
  ['ap-southeast-6', '-V-----'],
  ['ap-southeast-7', '-V-----'],
  ['ca-central-1', 'EVFTB--'],
  ['ca-west-1', '-VF----'],
  ['cn-north-1', '--F----'],
  ['cn-northwest-1', '--F----'],
  ['eu-central-1', 'EVFTB--'],
  ['eu-central-2', '-V-TB--'],
  ['eu-north-1', 'EV-TB--'],
  ['eu-south-1', 'EVFTB--'],
  ['eu-south-2', '-VFTB--'],
  ['eu-west-1', 'EV-TB--'],
  ['eu-west-2', 'EVFTB--'],
  ['eu-west-3', 'EVFTB--'],
  ['eusc-de-east-1', '-V-----'],
  ['il-central-1', '--F----'],
  ['me-central-1', '--F----'],
  ['me-south-1', 'E-F----'],
  ['me-west-1', '-------'],
  ['mx-central-1', '-V-----'],
  ['sa-east-1', 'EVFTB--'],
  ['sa-west-1', '-------'],
  ['us-east-1', 'EVFTBDA'],
  ['us-east-2', 'EVFTBDA'],
  ['us-gov-east-1', 'EVFTBD-'],
  ['us-gov-west-1', 'EVFTBD-'],
  ['us-west-1', 'EVF--DA'],
  ['us-west-2', 'EVFTBDA'],
] as const;

/** Regions that are in the SDK's table, and in no page that was read. */
const UNDOCUMENTED = ['me-west-1', 'sa-west-1'];

const documented = TABLE.filter(([region]) => !UNDOCUMENTED.includes(region) && region !== 'eusc-de-east-1');

test('the table has every Region of the partitions with public documentation', () => {
  const open = PARTITIONS.filter(({ name }) => !name.startsWith('aws-iso')).flatMap(({ regions }) => regions);
  expect(TABLE.map(([region]) => region)).toEqual(open.toSorted());
});

describe.each(TABLE)('%s', (region, letters) => {
  const has = (letter: string) => letters.includes(letter);

  test('has what its documentation lists', () => {
    const found = Object.keys(LETTERS).filter(
      (letter) => isOffered(LETTERS[letter] as Offer, region) === true,
    );
    expect(found.join('')).toBe(letters.replaceAll('-', ''));
  });

  test('expects over IPv6 what is documented there, and leaves the rest open', () => {
    const event = { only: null, userTargets: [], settingsTargetIds: [], catalogue: false };
    const targets = chooseTargets(event, { ...readEnvironment({ AWS_REGION: region }), vectorIndexArn: 'x' });
    const expected = Object.fromEntries(targets.map(({ id, expect: expectation }) => [id, expectation]));
    expect(expected).toEqual({
      'ifconfig.me': 'reached',
      checkip: 'reached',
      s3: 'reached',
      's3-list-buckets': 'reached',
      dynamodb: has('D') ? 'reached' : 'any',
      'dynamodb-account-id': has('A') ? 'reached' : 'any',
      's3-vectors': 'reached',
      'bedrock-runtime': 'any',
      sts: 'reached',
      ec2: has('E') ? 'reached' : 'any',
    });
    const watched = watchedTargets(readSettings({}), { absent: [], region }).map(({ id }) => id);
    expect(watched).toEqual(Object.keys(expected).filter((id) => expected[id] !== 'any'));
  });
});

describe.each(documented)('%s', (region, letters) => {
  test('has the targets that are documented there, and says what it leaves out', () => {
    const { absent, notes } = regionalTargets({}, region);
    const without = [
      ...(letters.includes('V') ? [] : ['s3-vectors']),
      ...(letters.includes('T') ? [] : ['bedrock-runtime']),
    ];
    expect(absent).toEqual(without);
    expect(notes.map((note) => /the target (\S+) is left out/.exec(note)?.[1])).toEqual(without);
  });

  test('has an endpoint to price only for what it has', () => {
    const hosts = serviceHosts(region);
    const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    const priced = endpointFor(`bedrock-runtime.${region}.${suffix}`, hosts) !== null;
    expect(priced).toBe(letters.includes('B'));
  });
});

describe.each([...UNDOCUMENTED, 'eu-west-9'])('of %s, which no page covers,', (region) => {
  test('nothing is said', () => {
    for (const offer of Object.values(LETTERS)) expect(isOffered(offer, region)).toBeNull();
  });

  test('the index is left out, which could fail a deployment, and the model is tried', () => {
    const { absent, notes } = regionalTargets({}, region);
    expect(absent).toEqual(['s3-vectors']);
    expect(notes).toEqual([
      expect.stringMatching(/does not say whether .*natless\.s3Vectors: true/),
      expect.stringMatching(/does not say whether .*natless\.bedrockRuntime: false/),
    ]);
  });

  test('an endpoint is priced, since nothing says that there is none', () => {
    expect(endpointFor(`bedrock-runtime.${region}.amazonaws.com`, serviceHosts(region))).not.toBeNull();
  });
});

describe.each([true, false])('a setting of %s decides', (wanted) => {
  test.each(['il-central-1', 'us-west-2', 'eu-west-9', null])('in %s', (region) => {
    const { absent, notes } = regionalTargets({ s3Vectors: wanted, bedrockRuntime: wanted }, region);
    expect(absent).toEqual(wanted ? [] : ['s3-vectors', 'bedrock-runtime']);
    expect(notes).toEqual([]);
  });
});

test('where only the deployment knows the Region, both are there', () => {
  expect(regionalTargets({}, null)).toEqual({ absent: [], notes: [] });
});
