/** The CDK app: reads the settings and synthesizes the stack, or one for each Region. */
import { App, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { explanationOf } from '../lib/cli/explain.ts';
import { Output } from '../lib/cli/output.ts';
import { warningAbout } from '../lib/region.ts';
import { settingsIn, settingsOfFile } from '../lib/stack/app-context.ts';
import { requireDocker } from '../lib/stack/fargate/docker.ts';
import { NatlessStack } from '../lib/stack/natless-stack.ts';
import { readSettings, SETTING_NAMES } from '../lib/stack/settings.ts';
import { stacksFor } from '../lib/stack/stacks.ts';
import { usersErrorFor } from '../lib/stack/synthesis-errors.ts';

const errors = new Output(process.stderr);

try {
  // By itself it would synthesize when the process ends, where nothing explains an error.
  const app = new App({ autoSynth: false });
  const found = settingsIn(app.node.getAllContext(), settingsOfFile, SETTING_NAMES);
  for (const note of found.notes) errors.write(`${note}\n`);
  const settings = readSettings(found.settings);
  if (settings.fargate) requireDocker(process.env);
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
  for (const each of settings.regions ?? (region ? [region] : [])) warnAbout(each);
  for (const { stackName, env } of stacksFor(settings, { account, region })) {
    new NatlessStack(app, stackName, {
      settings,
      description: 'natless: what can be reached from private subnets over an egress-only internet gateway',
      ...(settings.tags && { tags: settings.tags }),
      ...(env && { env }),
    });
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
} catch (error) {
  errors.write(`${explanationOf(usersErrorFor(error))}\n`);
  process.exitCode = 1;
}

/** Not by an annotation, which --strict makes an error. @throws UserError for a Region of no partition */
function warnAbout(region: string): void {
  const warning = warningAbout(region);
  if (warning !== null) errors.write(`${warning}\n`);
}
