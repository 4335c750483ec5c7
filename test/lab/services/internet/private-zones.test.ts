/** Private hosted zones that would hide names of the lab’s internet. */
import { describe, expect, test } from 'vitest';
import { baselineInternet } from '../../../../lib/lab/services/internet/baseline.ts';
import { requireUnshadowedNames } from '../../../../lib/lab/services/internet/private-zones.ts';
import { buildModel } from '../../../../lib/lab/template/build-model.ts';
import { dualStackTemplate, MODEL_PROPS } from '../../fixtures/dual-stack-template.ts';

function shadow(Name: string, asked: readonly string[] = []) {
  const Properties = { Name, VPCs: [{ VPCId: { Ref: 'Vpc' } }] };
  const Zone = { Type: 'AWS::Route53::HostedZone', Properties };
  const model = buildModel(dualStackTemplate({ Zone }), MODEL_PROPS);
  return () => requireUnshadowedNames(model, baselineInternet(model), asked);
}

describe('a private hosted zone', () => {
  test.each([
    ['amazonaws.com', 'checkip.amazonaws.com'],
    ['s3.us-west-2.amazonaws.com', 's3.us-west-2.amazonaws.com'],
    ['me', 'ifconfig.me'],
  ])('is refused if it answers for a name of the internet: %s', (zone, name) => {
    expect(shadow(zone)).toThrow(
      `Zone (AWS::Route53::HostedZone): the private zone "${zone}" answers for "${name}"`,
    );
  });

  test("is refused if the user's targets have a name in it", () => {
    expect(shadow('corp.example', ['api.corp.example'])).toThrow('answers for "api.corp.example"');
    expect(shadow('corp.example', ['api.corp.example.'])).toThrow('answers for "api.corp.example"');
  });

  test.each(['corp.example', 'azonaws.com', 'e'])('is accepted if no name in it is looked up: %s', (zone) => {
    expect(shadow(zone, ['api.example'])).not.toThrow();
  });
});
