/** The CDK app: reads the settings and synthesizes the stack. */
import { App, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { STACK_NAME } from '../lambda/probe/contract.ts';
import { NatlessStack } from '../lib/stack/natless-stack.ts';
import { InvalidSettings, readSettings } from '../lib/stack/settings.ts';

try {
  const app = new App();
  const settings = readSettings(app.node.tryGetContext('natless'));
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
  new NatlessStack(app, STACK_NAME, {
    settings,
    description: 'natless: what can be reached from private subnets over an egress-only internet gateway',
    // The CLI always names a Region, a default one where there are no credentials: with an account it is meant.
    ...(account && region && { env: { account, region } }),
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
} catch (error) {
  if (!(error instanceof InvalidSettings)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
