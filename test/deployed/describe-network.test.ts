/** `natless probe --html`: the VPC is drawn as EC2 describes it, or from the report where the credentials are not allowed to look. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ec2Errors } from '../../lib/lab/services/aws/error-forms.ts';
import { natless } from '../command.ts';
import { passing, run } from '../report/run-builder.ts';
import { type Answers, ec2Answer, refusal, startAwsStandIn } from './aws-stand-in.ts';
import { answerOf, describeStacks, GATEWAY, userEnvironment } from './deployed-stack.ts';

const folder = mkdtempSync(join(tmpdir(), 'natless-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const probed = run([passing('s3')], {
  network: { ...run([]).network, route: { witness: 'ec2', gateway: GATEWAY } },
});
const PROBED = 'subnet-a';

const subnet = (subnetId: string, name: string, cidrBlock: string) => ({
  subnetId,
  vpcId: 'vpc-1',
  availabilityZone: 'us-west-2a',
  cidrBlock,
  tagSet: { item: { key: 'Name', value: name } },
});

const ACCOUNT: Answers = {
  DescribeStacks: () => describeStacks({ ProbeFunctionNames: 'Natless-Probe0' }),
  Invoke: () => answerOf(probed),
  DescribeSubnets: ({ parameters }) => {
    if (parameters.get('NextToken') === 'more') {
      return ec2Answer('DescribeSubnets', {
        subnetSet: { item: subnet('subnet-b', 'second page', '10.1.1.0/24') },
      });
    }
    const item = subnet(PROBED, 'sub-private', '10.1.0.0/24');
    const isFiltered = parameters.get('Filter.1.Name') === 'vpc-id';
    return ec2Answer('DescribeSubnets', { subnetSet: { item }, ...(isFiltered && { nextToken: 'more' }) });
  },
  DescribeVpcs: () =>
    ec2Answer('DescribeVpcs', {
      vpcSet: {
        item: {
          vpcId: 'vpc-1',
          cidrBlock: '10.1.0.0/16',
          ipv6CidrBlockAssociationSet: { item: { ipv6CidrBlock: '2001:db8:1234:1a00::/56' } },
        },
      },
    }),
  DescribeRouteTables: () =>
    ec2Answer('DescribeRouteTables', {
      routeTableSet: {
        item: [
          {
            routeTableId: 'rtb-1',
            routeSet: {
              item: [
                { destinationCidrBlock: '10.1.0.0/16', gatewayId: 'local' },
                { destinationIpv6CidrBlock: '::/0', egressOnlyInternetGatewayId: GATEWAY },
              ],
            },
            associationSet: { item: { subnetId: PROBED, main: 'false' } },
          },
          {
            routeTableId: 'rtb-2',
            routeSet: { item: { destinationCidrBlock: '0.0.0.0/0', gatewayId: 'igw-1' } },
            associationSet: { item: { main: 'true' } },
          },
        ],
      },
    }),
};

async function probe(file: string, changes: Answers = {}) {
  const aws = await startAwsStandIn({ ...ACCOUNT, ...changes });
  try {
    const html = join(folder, file);
    const ended = await natless(['probe', '--html', html], { env: userEnvironment(aws) });
    return { ...ended, page: readFileSync(html, 'utf8') };
  } finally {
    await aws.stop();
  }
}

test('the subnets of all pages are drawn, each with the routes of its effective table', async () => {
  const { page, status } = await probe('whole.html');
  expect(status).toBe(0);
  for (const words of [
    'VPC 10.1.0.0/16',
    'sub-private',
    'second page',
    `::/0 → ${GATEWAY}`,
    '0.0.0.0/0 → igw-1',
  ]) {
    expect(page).toContain(words);
  }
  expect(page).not.toContain('→ local');
});

test('without the permission there is still a page, and a note names what is missing', async () => {
  const { page, status, stderr } = await probe('part.html', {
    DescribeVpcs: () => refusal(ec2Errors, 403, 'UnauthorizedOperation', 'You are not authorized'),
  });
  expect(status).toBe(0);
  expect(stderr).toContain('ec2:DescribeVpcs');
  expect(page).toContain(`::/0 → ${GATEWAY}`);
  expect(page).not.toContain('second page');
});
