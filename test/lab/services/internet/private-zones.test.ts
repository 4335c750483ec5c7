/** Private hosted zones that would hide names of the lab’s internet. */
import { describe, expect, test } from 'vitest';
import { baselineInternet } from '../../../../lib/lab/services/internet/baseline.ts';
import {
  hiddenNotices,
  isHidden,
  requireUnshadowedNames,
  withoutHiddenNames,
} from '../../../../lib/lab/services/internet/private-zones.ts';
import { buildModel } from '../../../../lib/lab/template/build-model.ts';
import { dualStackTemplate, MODEL_PROPS } from '../../fixtures/dual-stack-template.ts';

function modelWith(Name: string) {
  const Properties = { Name, VPCs: [{ VPCId: { Ref: 'Vpc' } }] };
  const Zone = { Type: 'AWS::Route53::HostedZone', Properties };
  return buildModel(dualStackTemplate({ Zone }), MODEL_PROPS);
}

function shadow(zone: string, asked: readonly string[]) {
  return () => requireUnshadowedNames(modelWith(zone), asked);
}

describe('a private hosted zone', () => {
  test.each([
    ['amazonaws.com', 'checkip.amazonaws.com'],
    ['s3.us-west-2.amazonaws.com', 's3.us-west-2.amazonaws.com'],
    ['me', 'ifconfig.me'],
    ['.', 'ifconfig.me'],
    ['corp.example', 'api.corp.example.'],
  ])('%s is refused if it answers for a name that is asked for: %s', (zone, name) => {
    expect(shadow(zone, [name, 'a.test'])).toThrow(
      `Zone (AWS::Route53::HostedZone): the private zone "${zone}" answers for "${name.replace(/\.$/, '')}"`,
    );
  });

  test.each(['corp.example', 'azonaws.com', 'e'])('is accepted if no name in it is looked up: %s', (zone) => {
    expect(shadow(zone, ['api.example', 'checkip.amazonaws.com'])).not.toThrow();
  });

  test('takes its names from the internet, and a notice names them', () => {
    const model = modelWith('global.api.aws');
    const internet = baselineInternet(model);
    const left = withoutHiddenNames(internet, model).hosts.map(({ name }) => name);
    expect(left).not.toContain('checkip.global.api.aws');
    expect(left).toContain('ifconfig.me');
    expect(hiddenNotices(internet, model)).toEqual([
      expect.stringMatching(/^not answered, .* does not know: checkip\.global\.api\.aws$/),
    ]);
    const other = modelWith('corp.example');
    expect(withoutHiddenNames(internet, other)).toEqual(internet);
    expect(hiddenNotices(internet, other)).toEqual([]);
  });
});

test('names that an unread endpoint has are hidden, with those below a pattern', () => {
  const hidden = { privateZones: [], hiddenNames: ['sts.us-west-2.amazonaws.com', '*.s3.test'] };
  expect(['sts.us-west-2.amazonaws.com', 'a.s3.test'].every((name) => isHidden(name, hidden))).toBe(true);
  expect(['s3.test', 'a.sts.us-west-2.amazonaws.com'].some((name) => isHidden(name, hidden))).toBe(false);
});
