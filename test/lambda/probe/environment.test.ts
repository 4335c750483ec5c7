/** What the probe reads of its environment: lists of blocks, and nothing that a report could not hold. */
import { expect, test } from 'vitest';
import { readEnvironment } from '../../../lambda/probe/environment.ts';
import { ENV } from '../../../lambda/report/stack-contract.ts';

const blocksIn = (ipv6: string | undefined, ipv4: string | undefined) => {
  const { vpcIpv6CidrBlocks, vpcIpv4CidrBlocks } = readEnvironment({
    ...(ipv6 !== undefined && { [ENV.vpcIpv6CidrBlock]: ipv6 }),
    ...(ipv4 !== undefined && { [ENV.vpcIpv4CidrBlock]: ipv4 }),
  });
  return [vpcIpv6CidrBlocks, vpcIpv4CidrBlocks];
};

test.each([
  ['one of each', '2600:1::/56', '10.1.0.0/16', ['2600:1::/56'], ['10.1.0.0/16']],
  ['several', '2600:1::/56,2600:2::/48', '10.1.0.0/16,100.64.0.0/20', 2, 2],
  ['none', undefined, undefined, [], []],
  ['nothing', '', '', [], []],
  [
    'the other family, and what is not a block',
    '10.1.0.0/16,2600:1::/129,x,::/0',
    '::/0,10.1.0.0',
    ['::/0'],
    [],
  ],
])('%s', (_, ipv6, ipv4, ...expected) => {
  for (const [index, blocks] of blocksIn(ipv6, ipv4).entries()) {
    if (typeof expected[index] === 'number') expect(blocks).toHaveLength(expected[index]);
    else expect(blocks).toEqual(expected[index]);
  }
});

test.each([
  [{ AWS_ENDPOINT_URL: 'http://a' }, ['AWS_ENDPOINT_URL']],
  [
    { AWS_ENDPOINT_URL_S3VECTORS: 'http://a', AWS_ENDPOINT_URL_LAMBDA: 'http://b' },
    ['AWS_ENDPOINT_URL_S3VECTORS'],
  ],
  [{ AWS_ENDPOINT_URL: '' }, []],
  [{ AWS_ENDPOINT_URL: 'http://a', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, []],
  [{}, []],
])('names the variables that would send the targets’ clients elsewhere: %j', (variables, names) => {
  expect(readEnvironment(variables).endpointVariables).toEqual(names);
});
