/** The settings: defaults, and errors that are reported all at once and say what would be right. */
import { describe, expect, test } from 'vitest';
import { readSettings } from '../../lib/stack/settings.ts';
import { problemsOf } from './settings-problems.ts';

test.each([undefined, {}])(
  'without settings the names say natless, and the addresses are those of the article (%j)',
  (context) => {
    expect(readSettings(context)).toEqual({
      alarms: false,
      fargate: false,
      articleNames: false,
      vpcName: 'natless',
      publicSubnetName: 'natless-public',
      privateSubnetName: 'natless-private',
      ipv4CidrBlock: '10.1.0.0/16',
      availabilityZones: 2,
      availabilityZoneNames: null,
      iamWitness: true,
      dashboard: true,
      targets: [],
      eventTargets: true,
      interfaceEndpoints: [],
      gatewayEndpoints: [],
    });
  },
);

describe('the names', () => {
  const namesOf = (settings: object) => {
    const { vpcName, publicSubnetName, privateSubnetName } = readSettings(settings);
    return [vpcName, publicSubnetName, privateSubnetName];
  };

  test('of the article are one setting away', () => {
    expect(namesOf({ articleNames: true })).toEqual(['vpc-Develop-Network', 'sub-public', 'sub-private']);
  });

  test('that are given count before either', () => {
    expect(namesOf({ vpcName: 'mine' })).toEqual(['mine', 'natless-public', 'natless-private']);
    expect(namesOf({ articleNames: true, privateSubnetName: 'mine' })).toEqual([
      ...['vpc-Develop-Network', 'sub-public', 'mine'],
    ]);
  });
});

describe('tags', () => {
  test('are taken as CloudFormation takes them', () => {
    const tags = { team: 'network', 'cost:center': '', Straße: 'a b' };
    expect(readSettings({ tags }).tags).toEqual(tags);
  });

  test.each([
    [{ 'aws:x': 'y' }, 'do not begin with aws:'],
    [{ '': 'y' }, 'write keys of 1 to 128'],
    [{ a: 1 }, 'natless.tags.a is 1: write a value'],
    [{ a: 'x'.repeat(257) }, 'at most 256'],
    [Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v'])), 'at most 50 tags'],
    ['team=network', 'write an object'],
  ])('are rejected: %j', (tags, words) => {
    expect(problemsOf({ tags })).toContain(words);
  });
});

describe('Availability Zones', () => {
  test.each([1, 3])('may be counted: %i', (availabilityZones) => {
    expect(readSettings({ availabilityZones })).toMatchObject({
      availabilityZones,
      availabilityZoneNames: null,
    });
  });

  test('may be named', () => {
    expect(readSettings({ availabilityZones: ['us-west-2a', 'us-west-2c'] })).toMatchObject({
      availabilityZones: 2,
      availabilityZoneNames: ['us-west-2a', 'us-west-2c'],
    });
  });

  test.each([
    [7, 'natless.availabilityZones is 7: write a whole number from 1 to 3, or a list'],
    ['us-west-2a', 'natless.availabilityZones is "us-west-2a": write a whole number'],
    [[], 'natless.availabilityZones is []: write a whole number'],
    [['us-west-2z'], 'natless.availabilityZones.0 is "us-west-2z": write the name of a zone'],
    [['usw2-az1'], 'write the name of a zone'],
    [['us-west-2a', 'us-west-2-lax-1a'], 'natless.availabilityZones.1 is "us-west-2-lax-1a"'],
    [['us-west-2a', 'us-west-2a'], 'write each zone once'],
    [['us-west-2a', 'eu-west-1a'], 'write zones of one Region'],
    [['a', 'b', 'c', 'd'].map((letter) => `us-west-2${letter}`), 'at most 3 zones'],
  ])('are rejected: %j', (availabilityZones, words) => {
    expect(problemsOf({ availabilityZones })).toContain(words);
  });

  test('of another Region than the stacks’ are rejected', () => {
    const settings = { availabilityZones: ['us-west-2a'] };
    expect(problemsOf({ ...settings, regions: ['us-west-2'] })).toBe('');
    expect(problemsOf({ ...settings, regions: ['us-west-2', 'eu-west-1'] })).toContain(
      'eu-west-1 does not have zones of us-west-2; write zones of eu-west-1, or a number',
    );
  });
});

test('settings may come as text, as the command line gives them', () => {
  expect(readSettings('{"availabilityZones":1}').availabilityZones).toBe(1);
  expect(problemsOf('availabilityZones=1')).toContain('write an object such as {}');
});

test('everything wrong is reported at once, a line each, with the value and what would be right', () => {
  const lines = problemsOf({
    availabilityZones: 7,
    ipv4CidrBlock: '10.1.2.3/16',
    vpcNmae: 'x',
    vpcName: 3,
  }).split('\n');
  expect(lines).toHaveLength(5);
  expect(lines.join('\n')).toContain('natless.availabilityZones is 7: write a whole number from 1 to 3');
  expect(lines.join('\n')).toContain('natless.vpcNmae: there is no such setting');
  expect(lines.join('\n')).toContain('natless.ipv4CidrBlock is "10.1.2.3/16"');
  expect(lines.join('\n')).toContain('natless.vpcName is 3');
});

describe('an IPv4 block', () => {
  test.each(['10.1.0.0/16', '172.16.0.0/20', '192.168.0.0/18'])('%s is accepted', (ipv4CidrBlock) => {
    expect(readSettings({ ipv4CidrBlock }).ipv4CidrBlock).toBe(ipv4CidrBlock);
  });

  test.each(['10.0.0.0/8', '10.1.0.0/24', '8.8.0.0/16', '10.1.0.0', 'x', '10.1.1.0/16', 'fd00::/16', ''])(
    '%j is rejected',
    (ipv4CidrBlock) => {
      expect(problemsOf({ ipv4CidrBlock })).toContain('private IPv4 block');
    },
  );
});

test.each([[[]], ['x'], [7]])('settings that are not an object are rejected (%j)', (context) => {
  expect(problemsOf(context)).toContain('write an object');
});

describe('a schedule', () => {
  test.each(['rate(5 minutes)', 'rate(1 hour)', 'rate(1 day)', 'cron(0 6 * * ? *)'])(
    '%s is accepted',
    (schedule) => {
      expect(readSettings({ schedule }).schedule).toBe(schedule);
    },
  );

  test.each(['hourly', 'rate(1 minute)', 'rate(0 hours)', 'rate(2 days)', 'rate(1h)', 'cron(0 6 * * *)', 7])(
    '%j is rejected',
    (schedule) => {
      expect(problemsOf({ schedule })).toContain(
        `natless.schedule is ${JSON.stringify(schedule)}: write "rate(1 hour)"`,
      );
    },
  );
});

describe('reserved concurrency', () => {
  test.each([1, 100])('%d is accepted', (reservedConcurrency) => {
    expect(readSettings({ reservedConcurrency }).reservedConcurrency).toBe(reservedConcurrency);
  });

  test.each([0, -1, 1.5, 101, '2'])('%j is rejected', (reservedConcurrency) => {
    expect(problemsOf({ reservedConcurrency })).toContain('write a whole number from 1 to 100');
  });
});

describe('a target with metrics', () => {
  const problemsWith = (target: object) =>
    problemsOf({ targets: [{ url: 'https://shop.example', ...target }] });

  test.each(['shop', 'a b', 'x'.repeat(64), 'with:colon'])('may be called %j', (name) => {
    expect(problemsWith({ name, metrics: true })).toBe('');
  });

  test.each([
    [{ name: 'магазин' }],
    [{ name: ':shop' }],
    [{ name: 'café' }],
    [{ url: `https://shop.example/${'x'.repeat(100)}` }],
  ])('may not be called what CloudWatch drops, and may without metrics: %j', (target) => {
    expect(problemsWith({ ...target, metrics: true })).toContain('CloudWatch does not take that');
    expect(problemsWith({ ...target, metrics: true })).toContain('give it a "name"');
    expect(problemsWith(target)).toBe('');
  });

  test('may have a long URL with a name', () => {
    const url = `https://shop.example/${'x'.repeat(100)}`;
    expect(problemsWith({ url, name: 'shop', metrics: true })).toBe('');
  });
});

describe('a mail address', () => {
  test.each([{ alarms: true }, { schedule: 'rate(1 hour)' }])(
    'is accepted where an alarm uses it: %j',
    (more) => {
      expect(readSettings({ ...more, alarmMail: 'team@example.com' }).alarmMail).toBe('team@example.com');
    },
  );

  test('is rejected where no alarm uses it, and where it is not valid', () => {
    expect(problemsOf({ alarmMail: 'team@example.com' })).toContain('no alarm would use it');
    expect(problemsOf({ alarms: true, alarmMail: 'team' })).toContain('write a mail address');
  });
});
