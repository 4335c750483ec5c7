/** The CDK app: reads the settings and synthesizes the stack, or one for each Region. */
import { App, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Output } from '../lib/cli/output.ts';
import { warningAbout } from '../lib/region.ts';
import { requireDocker } from '../lib/stack/fargate/docker.ts';
import { NatlessStack } from '../lib/stack/natless-stack.ts';
import { readSettings } from '../lib/stack/settings.ts';
import { stacksFor } from '../lib/stack/stacks.ts';
import { UserError } from '../lib/user-error.ts';

const errors = new Output(process.stderr);

try {
  const app = new App();
  const settings = readSettings(app.node.tryGetContext('natless'));
  if (settings.fargate) requireDocker(process.env);
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
  for (const each of settings.regions ?? (region ? [region] : [])) warnAbout(each);
  for (const { stackName, env } of stacksFor(settings, { account, region })) {
    new NatlessStack(app, stackName, {
      settings,
      description: 'natless: what can be reached from private subnets over an egress-only internet gateway',
      ...(env && { env }),
    });
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  errors.write(`${error.message}\n`);
  process.exitCode = 1;
}

/** Not by an annotation, which --strict makes an error. @throws UserError for a Region of no partition */
function warnAbout(region: string): void {
  const warning = warningAbout(region);
  if (warning !== null) errors.write(`${warning}\n`);
}
