import { describe, expect, it } from 'vitest';
import { refuseUnplayable } from '../../../../lib/lab/services/internet/endpoint-hosts.ts';
import { buildModel } from '../../../../lib/lab/template/build-model.ts';
import type { Resource } from '../../../../lib/lab/template/template.ts';
import { dualStackTemplate, MODEL_PROPS } from '../../fixtures/dual-stack-template.ts';
import { gatewayEndpoint, interfaceEndpoint } from '../../fixtures/vpc-endpoint.ts';

const check = (changes: Record<string, Resource>) => () =>
  refuseUnplayable(buildModel(dualStackTemplate(changes), MODEL_PROPS));

describe('an endpoint', () => {
  it('of a gateway is refused where the lab does not know the addresses of its service', () => {
    const ServiceName = 'com.amazonaws.us-west-2.s3express';
    expect(check({ Express: gatewayEndpoint({ ServiceName }) })).toThrow(
      'Express is a gateway endpoint of "s3express", which the lab\'s internet does not have',
    );
    expect(check({ S3: gatewayEndpoint() })).not.toThrow();
  });

  it('of an interface needs none, whatever its service', () => {
    expect(check(interfaceEndpoint({ ServiceName: 'com.amazonaws.us-west-2.ssm' }))).not.toThrow();
  });
});
