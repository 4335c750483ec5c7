/** Endpoints of services that the lab does not emulate. */
import { describe, expect, test } from 'vitest';
import { requireEmulatedGateways } from '../../../../lib/lab/services/internet/endpoint-hosts.ts';
import { buildModel } from '../../../../lib/lab/template/build-model.ts';
import type { Resource } from '../../../../lib/lab/template/template.ts';
import { dualStackTemplate, MODEL_PROPS } from '../../fixtures/dual-stack-template.ts';
import { gatewayEndpoint, interfaceEndpoint } from '../../fixtures/vpc-endpoint.ts';

const check = (changes: Record<string, Resource>) => () =>
  requireEmulatedGateways(buildModel(dualStackTemplate(changes), MODEL_PROPS));

describe('an endpoint', () => {
  test('of a gateway is refused if the lab does not emulate its service', () => {
    const ServiceName = 'com.amazonaws.us-west-2.s3express';
    expect(check({ Express: gatewayEndpoint({ ServiceName }) })).toThrow(
      'Express (AWS::EC2::VPCEndpoint): the lab does not emulate "s3express", so it cannot route its gateway endpoint',
    );
    expect(check({ S3: gatewayEndpoint() })).not.toThrow();
  });

  test('of an interface is accepted, whatever its service', () => {
    expect(check(interfaceEndpoint({ ServiceName: 'com.amazonaws.us-west-2.ssm' }))).not.toThrow();
  });
});
