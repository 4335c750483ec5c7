/** cdk-nag's AwsSolutions rules: no finding without a reason, and a finding where there is something to find. */
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

const EXISTING = {
  vpcId: 'vpc-0123456789abcdef0',
  subnetIds: ['subnet-0123456789abcdef0'],
  routeTableIds: ['rtb-0123456789abcdef0'],
  vpcIpv6CidrBlock: '2600:1f14:abc:de00::/56',
};
const ENDPOINTS = { interfaceEndpoints: ['bedrock-runtime', 'sts'], gatewayEndpoints: ['s3', 'dynamodb'] };

const ALARMS = { alarms: true, alarmMail: 'team@example.com', schedule: 'cron(0 6 * * ? *)' };

/** An existing VPC gets no endpoints, so it takes two cases to cover all settings. */
test.each<[string, object]>([
  ['nothing', {}],
  ['interface endpoints', { interfaceEndpoints: ENDPOINTS.interfaceEndpoints }],
  ['gateway endpoints', { gatewayEndpoints: ENDPOINTS.gatewayEndpoints }],
  ['an existing VPC', EXISTING],
  ['Fargate tasks', { fargate: true }],
  ['an image in ECR', { ecrImage: 'my-app:1' }],
  ['several Regions', { regions: ['us-west-2', 'eu-west-1'] }],
  ['no Bedrock Runtime', { bedrockRuntime: false }],
  ['alarms', { alarms: true }],
  ['a schedule', { schedule: 'rate(1 hour)' }],
  ['alarms, mail and a schedule', { ...ALARMS }],
  [
    'all endpoints, alarms and Fargate tasks in several Regions',
    { ...ENDPOINTS, ...ALARMS, fargate: true, ecrImage: 'my-app:1', regions: ['us-west-2', 'eu-central-1'] },
  ],
  [
    'an existing VPC without what it may lack',
    { ...EXISTING, ...ALARMS, bedrockRuntime: false, s3Vectors: false },
  ],
])('with %s there is no warning, and every finding is acknowledged', (_, settings) => {
  const { app, stack } = unsynthesized(settings);
  expect(() => synthesizeChecked(app)).not.toThrow();
  const { messages } = app.synth().getStackArtifact(stack.artifactId);
  expect(messages.filter(({ level }) => level !== 'info')).toEqual([]);
});

/** Where the Region is known, findings name it instead of a token. */
test.each([
  ['us-west-2', {}],
  ['us-gov-west-1', {}],
  ['cn-north-1', { ...ENDPOINTS, ecrImage: 'my-app:1' }],
  ['eu-central-1', { ...ENDPOINTS, ...ALARMS, fargate: true, ecrImage: 'my-app:1' }],
])('in %s every finding is acknowledged too', (region, settings) => {
  expect(() => synthesizeChecked(unsynthesized(settings, region).app)).not.toThrow();
});

test('a bucket without access logs would be found', () => {
  const { app, stack } = unsynthesized();
  new Bucket(stack, 'Open');
  expect(() => synthesizeChecked(app)).toThrow('AwsSolutions-S1');
});
