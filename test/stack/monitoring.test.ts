/** Saved queries, dashboard and the cost that synth prints. */
import { describe, expect, test } from 'vitest';
import { monthlyCost } from '../../lib/stack/monthly-cost.ts';
import { readSettings } from '../../lib/stack/settings.ts';
import { synthesized } from './synthesized.ts';

test('each query is saved under the name of the stack, over log groups of the stack', () => {
  const saved = synthesized().propertiesOf('AWS::Logs::QueryDefinition');
  expect(saved.map(([, { Name }]) => Name)).toEqual([
    'Natless/last run',
    'Natless/what changed',
    'Natless/last reports',
    'Natless/history of a target',
    'Natless/failures by cause',
    "Natless/the probes' flows",
  ]);
  for (const [, { LogGroupNames }] of saved) {
    expect(LogGroupNames).not.toEqual([]);
    for (const group of LogGroupNames as unknown[]) expect(group).toHaveProperty('Ref');
  }
});

describe('the dashboard', () => {
  test('is there by default, and not where the setting says so', () => {
    synthesized().template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
    synthesized({ dashboard: false }).template.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
  });
});

describe('the cost by the month', () => {
  test('counts the metrics of every target in every Availability Zone', () => {
    expect(monthlyCost(readSettings({})).join('\n')).toContain(
      'for 40 metrics; a run in every hour: 12.00 USD',
    );
    expect(monthlyCost(readSettings({ availabilityZones: 1 })).join('\n')).toContain('for 20 metrics');
  });

  test('names the dashboard only where there is one', () => {
    expect(monthlyCost(readSettings({})).join('\n')).toContain('dashboard');
    expect(monthlyCost(readSettings({ dashboard: false })).join('\n')).not.toContain('dashboard');
  });
});
