/** Which addresses interface endpoints get, what is said where AWS's documentation says nothing, and Regions without a service. */
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { describe, expect, test } from 'vitest';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { NatlessStack } from '../../lib/stack/natless-stack.ts';
import { readSettings } from '../../lib/stack/settings.ts';
import { problemsOf } from './settings-problems.ts';
import { synthesized } from './synthesized.ts';

describe('the addresses of an interface endpoint', () => {
  const typesOf = (interfaceEndpoints: unknown) =>
    readSettings({ interfaceEndpoints }).interfaceEndpoints.map(({ ipAddressType }) => ipAddressType);

  test.each([
    ...['sts', 'ecr.api', 'ecr.dkr', 's3vectors', 'bedrock-runtime', 'kms', 'logs', 'secretsmanager'].map(
      (service) => [service, 'dualstack', true] as const,
    ),
    ...['ec2', 'eks', 'acm', 'elasticloadbalancing', 'kendra', 'qbusiness'].map(
      (service) => [service, 'ipv4', true] as const,
    ),
    ...['airflow.api', 'sts-fips', 'ssmmessages'].map((service) => [service, 'ipv4', false] as const),
  ])('of %s are %s by default, and AWS documents it: %s', (service, ipAddressType, isKnown) => {
    expect(readSettings({ interfaceEndpoints: [service] }).interfaceEndpoints).toEqual([
      { service, ipAddressType, isKnown },
    ]);
  });

  test('are what the settings say', () => {
    expect(typesOf([{ service: 'sts', ipAddressType: 'ipv4' }, { service: 'ec2' }])).toEqual([
      'ipv4',
      'ipv4',
    ]);
    expect(typesOf([{ service: 'airflow.api', ipAddressType: 'dualstack' }])).toEqual(['dualstack']);
  });

  test.each(['ec2', 'eks'])('of %s cannot be dual-stack', (service) => {
    const problems = problemsOf({ interfaceEndpoints: [{ service, ipAddressType: 'dualstack' }] });
    expect(problems).toContain(`natless.interfaceEndpoints.0 is {"service":"${service}"`);
    expect(problems).toContain('write "ipAddressType": "ipv4"');
  });

  const infosOf = (settings: object) =>
    Annotations.fromStack(synthesized(settings).stack)
      .findInfo('*', Match.stringLikeRegexp('interface endpoints of'))
      .map(({ entry }) => String(entry.data));

  test('that nothing documents are left to a command, which an annotation names', () => {
    const [info = '', ...more] = infosOf({ interfaceEndpoints: ['ssmmessages', 'sts'] });
    expect(more).toEqual([]);
    expect(info).toContain(
      'aws ec2 describe-vpc-endpoint-services --service-names com.amazonaws.REGION.ssmmessages',
    );
    const named = [{ service: 'ssmmessages', ipAddressType: 'ipv4' }];
    expect(infosOf({ interfaceEndpoints: named })).toEqual([]);
  });
});

describe('an interface endpoint of a service that the Region', () => {
  const warningsIn = (region: string, service: string) => {
    const app = new App({ context: { ...cdkJson.context, 'aws:cdk:bundling-stacks': [] } });
    const settings = readSettings({ interfaceEndpoints: [service] });
    const stack = new NatlessStack(app, 'Natless', { settings, env: { region } });
    const found = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('interfaceEndpoints'));
    return found.map(({ entry }) => String(entry.data));
  };

  test('does not have by its documentation is warned about', () => {
    expect(warningsIn('us-west-1', 'bedrock-runtime')).toEqual([
      expect.stringContaining('does not list for us-west-1'),
    ]);
    expect(warningsIn('il-central-1', 's3vectors')).toHaveLength(1);
  });

  test.each([
    ['us-west-2', 'bedrock-runtime'],
    ['il-central-1', 'sts'],
    ['eu-west-9', 'bedrock-runtime'],
  ])('has, or may have, is not: %s, %s', (region, service) => {
    expect(warningsIn(region, service)).toEqual([]);
  });
});
