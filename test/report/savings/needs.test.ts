/** What each target needs: priced only where it lacks IPv6, and never where something else is broken. */
import { describe, expect, test } from 'vitest';
import type { Run, Target } from '../../../lambda/report/report-schema.ts';
import { pricesFor } from '../../../lib/prices/prices.ts';
import { type Need, needsOf } from '../../../lib/report/savings/needs.ts';
import {
  answeredFrom,
  elsewhere,
  failing,
  passing,
  passingAt,
  quoting,
  run,
  withoutIpv6,
} from '../run-builder.ts';

const { rates } = pricesFor('us-west-2');
const BEDROCK = 'bedrock-runtime.us-west-2.api.aws';

function needs(runs: readonly Run[]): Need[] {
  return needsOf(runs, rates, 2);
}

function needOf(target: Target, ...others: Target[]): Need | undefined {
  return needs([run([target, ...others])])[0];
}

/** The ways to keep a target, the cheapest first. */
function waysOf(need: Need | undefined): string[] {
  if (need?.kind !== 'fallback') return [`not a fallback: ${need?.kind}`];
  return need.options.map(({ kind, monthUsd }) => `${kind} ${monthUsd.toFixed(2)}`);
}

test('what passes over IPv6 needs nothing', () => {
  expect(needOf(passing('s3'))).toEqual({ target: 's3', kind: 'nothing' });
});

describe('a target without IPv6', () => {
  test('of a service with an interface endpoint: the endpoint, NAT64, a NAT gateway', () => {
    const need = needOf(withoutIpv6('bedrock-runtime', BEDROCK, 'ENOTFOUND'));
    expect(waysOf(need)).toEqual(['interface-endpoint 14.60', 'nat64-instance 14.71', 'nat-gateway 73.00']);
    expect(need).toMatchObject({
      options: [{ service: 'com.amazonaws.us-west-2.bedrock-runtime' }, {}, {}],
      cause: { code: 'NoSuchHost' },
    });
  });

  test('of S3 or DynamoDB: the gateway endpoint, which is free', () => {
    expect(waysOf(needOf(withoutIpv6('dynamodb', 'dynamodb.us-west-2.api.aws')))[0]).toBe(
      'gateway-endpoint 0.00',
    );
  });

  test('outside AWS: NAT64 or a NAT gateway', () => {
    const need = needOf(withoutIpv6('https://api.github.com', 'api.github.com'));
    expect(waysOf(need)).toEqual(['nat64-instance 14.71', 'nat-gateway 73.00']);
    expect(need).toMatchObject({ tryFirst: null, endpointUnknown: false });
  });

  test('of an AWS service whose endpoint is not known: says so', () => {
    const need = needOf(withoutIpv6('https://x', 'cloud9.us-west-2.amazonaws.com'));
    expect(need).toMatchObject({ kind: 'fallback', endpointUnknown: true });
  });

  test('that NAT64 carries now needs a way too', () => {
    expect(waysOf(needOf(answeredFrom('https://x', 'x.example', '64:ff9b::c612:1')))).toEqual([
      'nat64-instance 14.71',
      'nat-gateway 73.00',
    ]);
  });
});

describe('another name of the same service', () => {
  const byDefault = withoutIpv6('https://mine', 'sts.us-west-2.amazonaws.com');

  test('is to be tried first where the report has not', () => {
    expect(needOf(byDefault)).toMatchObject({ kind: 'fallback', tryFirst: 'sts.us-west-2.api.aws' });
  });

  test('is all that is needed where the report shows that it was reached', () => {
    expect(needOf(byDefault, passingAt('sts', 'sts.us-west-2.api.aws'))).toEqual({
      target: 'https://mine',
      kind: 'other-name',
      host: 'sts.us-west-2.amazonaws.com',
      name: 'sts.us-west-2.api.aws',
    });
  });

  test('is not offered where the report shows that it was not reached', () => {
    const tried = withoutIpv6('sts', 'sts.us-west-2.api.aws', 'ENOTFOUND');
    expect(needOf(byDefault, tried)).toMatchObject({ kind: 'fallback', tryFirst: null });
  });
});

describe('is not priced, but fixed first:', () => {
  test.each([
    ['what timed out', failing('s3'), 'ConnectTimeout'],
    ['what was reset', failing('s3', 'ECONNREFUSED'), 'ConnectRefused'],
    ['what ended in an error of the service', quoting('s3', 'internal'), 'ServiceError'],
    ['a name outside AWS that does not exist', withoutIpv6('u', 'typo.example', 'ENOTFOUND'), 'NoSuchHost'],
    [
      'a service that the Region does not have',
      withoutIpv6('v', 's3vectors.us-west-2.api.aws', 'ENOTFOUND'),
      'NoSuchHost',
    ],
  ])('%s', (_, target, code) => {
    expect(needOf(target)).toMatchObject({ kind: 'fix-first', cause: { code } });
  });

  test('what differs between the subnets', () => {
    const a = run([withoutIpv6('bedrock-runtime', BEDROCK)]);
    const b = elsewhere(run([failing('bedrock-runtime')]));
    const c = elsewhere(run([passing('bedrock-runtime')]));
    expect(needs([a, b])).toMatchObject([{ kind: 'fix-first', cause: { code: 'ConnectTimeout' } }]);
    expect(needs([a, c])).toMatchObject([{ kind: 'fix-first', cause: { code: 'NoAaaaRecord' } }]);
  });
});

test('what an endpoint of the VPC carries is kept', () => {
  expect(needOf(answeredFrom('sts', 'sts.us-west-2.api.aws', '2001:db8:1234:1a00::9'))).toEqual({
    target: 'sts',
    kind: 'kept',
  });
});
