/** The CDK app: reads the settings and synthesizes the stack, or one for each Region. */
import { App, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Output } from '../lib/cli/output.ts';
import { requireDocker } from '../lib/stack/fargate/docker.ts';
import { NatlessStack } from '../lib/stack/natless-stack.ts';
import { InvalidSettings, readSettings } from '../lib/stack/settings.ts';
import { stacksFor } from '../lib/stack/stacks.ts';

try {
  const app = new App();
  const settings = readSettings(app.node.tryGetContext('natless'));
  if (settings.fargate) requireDocker(process.env);
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
  for (const { stackName, env } of stacksFor(settings, { account, region })) {
    new NatlessStack(app, stackName, {
      settings,
      description: 'natless: what can be reached from private subnets over an egress-only internet gateway',
      ...(env && { env }),
    });
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
} catch (error) {
  if (!(error instanceof InvalidSettings)) throw error;
  new Output(process.stderr).write(`${error.message}\n`);
  process.exitCode = 1;
}
