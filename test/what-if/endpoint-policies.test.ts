/** A pull that an endpoint's policy stops: the packets arrive all the same. */
import { describe, expect, test } from 'vitest';
import type { Control } from '../../lambda/report/report-schema.ts';
import { type AskedTarget, askedTargets } from '../../lib/what-if/asked-targets.ts';
import { causeOf } from '../../lib/what-if/causes.ts';
import { whatIfRows } from '../../lib/what-if/conclude.ts';
import { withPullHosts } from '../../lib/what-if/ecr-images.ts';
import { allowedWay, allowedWays } from '../../lib/what-if/endpoint-policies.ts';
import type { Call, PolicedEndpoint } from '../../lib/what-if/policed-endpoint.ts';
import type { RoutedRun } from '../../lib/what-if/ways.ts';
import { control, run, withoutIpv6 } from '../report/run-builder.ts';

const IMAGE = 'oci://111122223333.dkr.ecr.us-west-2.amazonaws.com/team/app:1@sha256:0';
const [image, api, layers] = askedTargets(
  withPullHosts([{ url: IMAGE, caller: 'fargate', foundIn: [], workloads: [] }]),
  () => null,
) as [AskedTarget, AskedTarget, AskedTarget];

const AT = '10.1.1.254';
const IN_S3 = '198.51.100.7';

type Decide = PolicedEndpoint['decide'];

function endpoint(service: string, decide: Decide, changes: Partial<PolicedEndpoint> = {}): PolicedEndpoint {
  return { id: `vpce-${service}`, logicalId: 'Door', service, addresses: [AT], decide, ...changes };
}

const gateway = (decide: Decide) => endpoint('s3', decide, { id: 'vpce-s3', addresses: [] });

/** The target's name leads to the address, over IPv4, and something answers. */
function routed({ asIs }: AskedTarget, address: string, policies: readonly PolicedEndpoint[]): RoutedRun {
  const behind: Partial<Control> = {
    ...{ id: asIs, succeeded: true, remoteAddresses: [address], answeredBy: address },
    cause: { code: 'VpcEndpointInPath', message: '', remedy: '' },
  };
  const routes = [{ destinationCidrBlocks: ['198.51.100.0/24'], gateway: 'vpce-s3' }];
  return {
    run: run([withoutIpv6(asIs, 'host')], { controls: [control(behind)] }),
    route: { witness: 'ec2', gateway: null, routes },
    policies,
  };
}

const all = () => 'allow' as const;
const none = () => 'deny' as const;

describe('a pull passes a policy only if that allows', () => {
  test.each<[string, AskedTarget, string, string, readonly Call[]]>([
    [
      'its manifest and its layers',
      image,
      AT,
      'ecr.dkr',
      ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'].map((action) => ({
        action,
        resource: 'arn:aws:ecr:us-west-2:111122223333:repository/team/app',
      })),
    ],
    ['the password', api, AT, 'ecr.api', [{ action: 'ecr:GetAuthorizationToken', resource: '*' }]],
    [
      "the bucket of ECR's layers",
      layers,
      IN_S3,
      's3',
      [{ action: 's3:GetObject', resource: 'arn:aws:s3:::prod-us-west-2-starport-layer-bucket/*' }],
    ],
  ])('%s', (_, target, address, service, needed) => {
    const asked: Call[] = [];
    const there = routed(target, address, [
      endpoint(
        service,
        (call) => {
          asked.push(call);
          return 'allow';
        },
        service === 's3' ? { addresses: [] } : {},
      ),
    ]);
    expect(allowedWay(target, there)).toBe('vpc-endpoint');
    expect(asked).toEqual(needed);
    for (const missing of needed) {
      const strict = endpoint(
        service,
        ({ action }) => (action === missing.action ? 'deny' : 'allow'),
        service === 's3' ? { addresses: [] } : {},
      );
      const stopped = routed(target, address, [strict]);
      expect(allowedWays(target, stopped).unchanged).toBe('none');
      expect(causeOf(target, stopped)).toMatchObject({
        code: 'AccessDenied',
        message: `the policy of the VPC endpoint Door does not allow ${missing.action} on ${missing.resource}`,
      });
    }
  });
});

test('what a policy says under conditions is unknown, and a denial beside it decides', () => {
  const perhaps = () => 'unknown' as const;
  const there = routed(layers, IN_S3, [gateway(perhaps)]);
  expect(allowedWay(layers, there)).toBe('unknown');
  expect(causeOf(layers, there)).toMatchObject({ code: 'UnknownToLab' });
  expect(allowedWay(layers, routed(layers, IN_S3, [gateway(perhaps), gateway(none)]))).toBe('none');
});

test('policies of endpoints that it does not go through, and of other services, do not matter', () => {
  const elsewhere = endpoint('ecr.dkr', none, { addresses: ['10.9.9.9'] });
  const others = [elsewhere, endpoint('ecr.api', none), gateway(none)];
  expect(allowedWay(image, routed(image, AT, others))).toBe('vpc-endpoint');
  expect(allowedWay(image, routed(image, AT, []))).toBe('vpc-endpoint');
  const { policies: _, ...without } = routed(image, AT, []);
  expect(allowedWay(image, without)).toBe('vpc-endpoint');
});

test('a pull that a policy stops is broken today, and says which policy', () => {
  const stopped = routed(layers, IN_S3, [gateway(none)]);
  const rows = (there: RoutedRun) =>
    whatIfRows([layers], { today: [there], withoutNat: [there], withIpv6: [there] });
  expect(rows(stopped)).toMatchObject([{ today: 'none', needs: 'broken', cause: { code: 'AccessDenied' } }]);
  expect(rows(routed(layers, IN_S3, [gateway(all)]))).toMatchObject([{ needs: 'nothing', cause: null }]);
});
