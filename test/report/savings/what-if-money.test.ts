/** What is left to pay for what Fargate itself calls: it stays on IPv4, so that endpoints or a NAT gateway are the ways. */
import { describe, expect, test } from 'vitest';
import { HOURS_IN_MONTH, pricesFor } from '../../../lib/prices/prices.ts';
import type { WhatIfAnswer } from '../../../lib/report/inputs/what-if.ts';
import { whatIfMoney } from '../../../lib/report/savings/what-if-money.ts';
import { run, withoutIpv6 } from '../run-builder.ts';

const REGION = 'us-west-2';
const { rates } = pricesFor(REGION);
const ECR = '111122223333.dkr.ecr.us-west-2.amazonaws.com';
const LAYERS = 'https://prod-us-west-2-starport-layer-bucket.s3.us-west-2.amazonaws.com';

function row(target: string, caller: WhatIfAnswer['caller']): WhatIfAnswer {
  return {
    ...{ target, caller, foundIn: [], workloads: ['Service in Private'], logicalIds: ['Service'] },
    ...{ subnetIds: [], today: 'nat', behindNat: true, needs: 'paid', line: null, cause: null },
    withoutNat: { unchanged: 'none', dualStack: null },
    withIpv6: { unchanged: 'none', dualStack: null },
  };
}

function moneyFor(zones: number, ...rows: readonly WhatIfAnswer[]) {
  const targets = rows.map(({ target }) =>
    withoutIpv6(target, target.replace(/^\w+:\/\//, '').replace(/\/.*/, '')),
  );
  const natGateways = Array.from({ length: zones }, () => ({ zones: 1 }));
  return whatIfMoney({
    region: REGION,
    natGateways,
    natGb: null,
    rows,
    runs: [run(targets, { region: REGION })],
  });
}

const endpointMonth = rates.interfaceEndpointHour * HOURS_IN_MONTH;

describe('what breaks for Fargate', () => {
  test('needs the endpoints of its hosts, of which that of S3 costs nothing', () => {
    const urls = [`oci://${ECR}/app:1`, 'https://api.ecr.us-west-2.amazonaws.com', LAYERS];
    const { neededFor, neededUsd, freeEndpoints } = moneyFor(3, ...urls.map((url) => row(url, 'fargate')));
    expect(neededUsd).toBeCloseTo(2 * endpointMonth);
    expect(neededFor).toBe(
      'VPC endpoints, com.amazonaws.us-west-2.ecr.dkr, com.amazonaws.us-west-2.ecr.api, com.amazonaws.us-west-2.s3',
    );
    expect(freeEndpoints).toEqual([]);
  });

  test('is free where only the layers have no endpoint', () => {
    expect(moneyFor(1, row(LAYERS, 'fargate'))).toMatchObject({
      ...{ neededUsd: 0, savedMonthUsd: 36.5 },
      freeEndpoints: ['com.amazonaws.us-west-2.s3'],
    });
  });

  test('shares an endpoint with the code that breaks without it', () => {
    const ssm = 'https://ssm.us-west-2.amazonaws.com';
    const { neededUsd } = moneyFor(3, row(ssm, 'fargate'), row(ssm, 'code'));
    expect(neededUsd).toBeCloseTo(endpointMonth);
  });

  test('needs the NAT gateways that are there, and no NAT64, where the registry has no endpoint', () => {
    const { neededFor, neededUsd, savedMonthUsd, hoursUsd, addressesUsd } = moneyFor(
      1,
      row('oci://registry-1.docker.io/library/nginx:1', 'fargate'),
    );
    expect(neededFor).toBe('the NAT gateway as it is');
    expect(neededUsd).toBeCloseTo(hoursUsd + addressesUsd);
    expect(savedMonthUsd).toBe(0);
  });

  test('costs no more than the NAT gateways that are there', () => {
    const services = ['ssm', 'kms', 'logs', 'sns', 'sqs', 'sts', 'ecs', 'events'];
    const rows = services.map((name) => row(`https://${name}.us-west-2.amazonaws.com`, 'fargate'));
    const { neededUsd, hoursUsd, addressesUsd } = moneyFor(1, ...rows);
    expect(neededUsd).toBeCloseTo(hoursUsd + addressesUsd);
  });
});
