/** cdk-nag's AwsSolutions rules: no finding without a reason, and findings where there is something to find. */
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { type App, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { unsynthesized } from './synthesized.ts';

/** A finding that is not acknowledged makes the synthesis fail. */
function synthesizeChecked(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
}

test.each([
  {},
  { alarms: true },
  { schedule: 'rate(1 hour)' },
  { alarms: true, alarmMail: 'team@example.com', schedule: 'cron(0 6 * * ? *)' },
])('every finding is acknowledged with a reason: %j', (settings) => {
  const { app } = unsynthesized(settings);
  expect(() => synthesizeChecked(app)).not.toThrow();
});

test('a bucket without access logs would be found', () => {
  const { app, stack } = unsynthesized();
  new Bucket(stack, 'Open');
  expect(() => synthesizeChecked(app)).toThrow('AwsSolutions-S1');
});
