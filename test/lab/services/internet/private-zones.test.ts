import { describe, expect, it } from 'vitest';
import { baselineInternet } from '../../../../lib/lab/services/internet/baseline.ts';
import { refuseShadowedNames } from '../../../../lib/lab/services/internet/private-zones.ts';
import { buildModel } from '../../../../lib/lab/template/build-model.ts';
import { dualStackTemplate, MODEL_PROPS } from '../../fixtures/dual-stack-template.ts';

function shadow(Name: string, asked: readonly string[] = []) {
  const Properties = { Name, VPCs: [{ VPCId: { Ref: 'Vpc' } }] };
  const Zone = { Type: 'AWS::Route53::HostedZone', Properties };
  const model = buildModel(dualStackTemplate({ Zone }), MODEL_PROPS);
  return () => refuseShadowedNames(model, baselineInternet(model), asked);
}

describe('a private hosted zone', () => {
  it.each([
    ['amazonaws.com', 'checkip.amazonaws.com'],
    ['s3.us-west-2.amazonaws.com', 's3.us-west-2.amazonaws.com'],
    ['me', 'ifconfig.me'],
  ])('is refused where it answers for a name of the internet: %s', (zone, name) => {
    expect(shadow(zone)).toThrow(
      `Zone (AWS::Route53::HostedZone): the private zone "${zone}" answers for "${name}"`,
    );
  });

  it('is refused where the user asks for a name in it', () => {
    expect(shadow('corp.example', ['api.corp.example'])).toThrow('answers for "api.corp.example"');
    expect(shadow('corp.example', ['api.corp.example.'])).toThrow('answers for "api.corp.example"');
  });

  it.each(['corp.example', 'azonaws.com', 'e'])(
    'may be there where nobody asks for what is in it: %s',
    (zone) => {
      expect(shadow(zone, ['api.example'])).not.toThrow();
    },
  );
});
