/** Which endpoint can carry which host, and which other name might have IPv6. */
import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { describe, expect, test } from 'vitest';
import { dualStackName, serviceHosts } from '../../../lambda/report/catalogue/dual-stack-name.ts';
import endpointServices from '../../../lib/report/savings/endpoint-services.json' with { type: 'json' };
import { endpointFor, hasDefaultName } from '../../../lib/report/savings/endpoints.ts';

const HOSTS = serviceHosts('us-west-2');
const ACCOUNT = '111122223333';

describe('the endpoint of', () => {
  test.each([
    ['bedrock-runtime.us-west-2.api.aws', 'bedrock-runtime'],
    ['bedrock-runtime.us-west-2.amazonaws.com', 'bedrock-runtime'],
    ['s3vectors.us-west-2.api.aws', 's3vectors'],
    ['sts.us-west-2.amazonaws.com', 'sts'],
    ['ec2.us-west-2.api.aws', 'ec2'],
    ['api.ecr.us-west-2.amazonaws.com', 'ecr.api'],
    ['ecr.us-west-2.api.aws', 'ecr.api'],
    [`${ACCOUNT}.dkr.ecr.us-west-2.amazonaws.com`, 'ecr.dkr'],
    [`${ACCOUNT}.dkr-ecr.us-west-2.on.aws`, 'ecr.dkr'],
    ['runtime.sagemaker.us-west-2.amazonaws.com', 'sagemaker.runtime'],
    ['kinesis.us-west-2.amazonaws.com', 'kinesis-streams'],
    ['streams.dynamodb.us-west-2.amazonaws.com', 'dynamodb-streams'],
    ['codeartifact.us-west-2.amazonaws.com', 'codeartifact.api'],
  ])('%s is an interface endpoint of %s', (host, service) => {
    expect(endpointFor(host, HOSTS)).toEqual({
      kind: 'interface',
      name: `com.amazonaws.us-west-2.${service}`,
    });
  });

  test.each([
    ['s3.us-west-2.amazonaws.com', 's3'],
    ['my.bucket.s3.dualstack.us-west-2.amazonaws.com', 's3'],
    ['dynamodb.us-west-2.amazonaws.com', 'dynamodb'],
    [`${ACCOUNT}.ddb.us-west-2.api.aws`, 'dynamodb'],
  ])('%s is a gateway endpoint of %s', (host, service) => {
    expect(endpointFor(host, HOSTS)).toEqual({
      kind: 'gateway',
      name: `com.amazonaws.us-west-2.${service}`,
    });
  });

  test.each([
    'api.github.com',
    'ifconfig.me',
    'checkip.global.api.aws',
    'iam.amazonaws.com',
    'sts.eu-west-1.amazonaws.com',
    'sts.us-west-2.amazonaws.com.example.com',
    'database.abc.us-west-2.rds.amazonaws.com',
    'us-west-2.amazonaws.com',
  ])('%s does not exist', (host) => {
    expect(endpointFor(host, HOSTS)).toBeNull();
  });
});

test('the list of services is that of the installed CDK version', () => {
  const services = Object.values(InterfaceVpcEndpointAwsService).filter(
    (each) => each instanceof InterfaceVpcEndpointAwsService,
  );
  const common = services.filter(({ name }) => !name.startsWith('aws.'));
  expect(endpointServices.services).toEqual([...new Set(common.map(({ shortName }) => shortName))].sort());
});

describe('the dual-stack name', () => {
  test.each([
    ['runtime.sagemaker.us-west-2.amazonaws.com', 'runtime.sagemaker.us-west-2.api.aws'],
    ['s3.us-west-2.amazonaws.com', 's3.dualstack.us-west-2.amazonaws.com'],
    ['b.s3.us-west-2.amazonaws.com', 'b.s3.dualstack.us-west-2.amazonaws.com'],
    ['public.ecr.aws', 'ecr-public.aws.com'],
    ['kms.eu-west-1.amazonaws.com', 'kms.eu-west-1.api.aws'],
    ['kms.cn-north-1.amazonaws.com.cn', 'kms.cn-north-1.api.amazonwebservices.com.cn'],
    ['iam.amazonaws.com', 'iam.global.api.aws'],
    ['runtime.sagemaker.us-west-2.api.aws', null],
    ['s3vectors.us-west-2.api.aws', null],
    ['api.github.com', null],
  ])('of %s is %s', (host, name) => {
    expect(dualStackName(host, 'us-west-2')).toBe(name);
  });

  test.each([
    ['bedrock-runtime.us-west-2.api.aws', true],
    ['b.s3.dualstack.us-west-2.amazonaws.com', true],
    [`${ACCOUNT}.ddb.us-west-2.api.aws`, true],
    ['bedrock-runtime.us-west-2.amazonaws.com', false],
    ['s3vectors.us-west-2.api.aws', false],
    ['nowhere.example.com', false],
  ])('%s also has a default name: %s', (host, has) => {
    expect(hasDefaultName(host, HOSTS)).toBe(has);
  });
});

test('the hosts are those of the Region that is asked for, whichever were before it', () => {
  const regions = [
    'eu-west-1',
    'cn-north-1',
    ...Array.from({ length: 60 }, (_, index) => `us-west-${index + 1}`),
  ];
  for (const region of [...regions, ...regions.toReversed()]) {
    const hosts = serviceHosts(region);
    expect(hosts.region).toBe(region);
    expect([...hosts.byHost.keys()].find((host) => host.startsWith('sts.'))).toContain(`.${region}.`);
  }
});
