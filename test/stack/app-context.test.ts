/** What of the CDK's context counts: the settings of the command line and of cdk.json, and keys that look like settings. */
import { describe, expect, test } from 'vitest';
import { settingsIn } from '../../lib/stack/app-context.ts';
import { SETTING_NAMES } from '../../lib/stack/settings.ts';

const OWN = { alarms: true, targets: ['https://a.example'] };
const read = (context: Readonly<Record<string, unknown>>, own = OWN as Readonly<Record<string, unknown>>) =>
  settingsIn(context, () => own, SETTING_NAMES);

describe('the settings', () => {
  test('of cdk.json are taken as they are', () => {
    expect(read({ natless: OWN })).toEqual({ settings: OWN, notes: [] });
    expect(read({})).toEqual({ settings: undefined, notes: [] });
  });

  test('of the command line are added to those of cdk.json, which is said', () => {
    const { settings, notes } = read({ natless: '{"alarms":false,"dashboard":false}' });
    expect(settings).toEqual({ alarms: false, dashboard: false, targets: OWN.targets });
    expect(notes).toEqual([
      'the settings of --context natless are added to those of cdk.json, of which targets stay',
    ]);
  });

  test('of the command line say nothing where cdk.json has no others', () => {
    expect(read({ natless: '{"alarms":false}' }, {})).toEqual({ settings: { alarms: false }, notes: [] });
    expect(read({ natless: '{"alarms":false,"targets":[]}' }).notes).toEqual([]);
  });

  test.each(['x', '[]', '7', 'null', '{'])(
    'that are not an object are left to their own error: %s',
    (natless) => {
      expect(read({ natless })).toEqual({ settings: natless, notes: [] });
    },
  );
});

describe('a key beside them', () => {
  test.each(['Natless', 'natles', 'natlesss', 'nat-less'])('that is nearly theirs is noted: %s', (key) => {
    expect(read({ [key]: {} }).notes).toEqual([
      `the context has the key "${key}", which has no effect (did you mean "natless"?)`,
    ]);
  });

  test('that is the name of a setting is noted', () => {
    expect(read({ alarms: true, natless: {} }).notes).toEqual([
      'the context has "alarms" beside "natless", where it has no effect: write it under natless',
    ]);
  });

  test.each([
    '@aws-cdk/core:x',
    'aws:cdk:bundling-stacks',
    'cli-telemetry',
    'stage',
    'vpc-provider:account=1',
  ])('of others is not: %s', (key) => {
    expect(read({ [key]: true }).notes).toEqual([]);
  });
});
