/** The stand-in of EC2: route tables, filters, denials. */
import { DescribePrefixListsCommand, DescribeRouteTablesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LoopbackInternet, startLoopbackInternet } from '../loopback-internet.ts';

const vpc = { Name: 'vpc-id', Values: ['vpc-0123456789abcdef0'] };

describe('the stand-in of EC2, called by the current SDK', () => {
  let internet: LoopbackInternet;
  let ec2: EC2Client;

  beforeAll(async () => {
    internet = await startLoopbackInternet();
    ec2 = new EC2Client(internet.client);
  });
  afterAll(() => internet.stop());

  async function routeTables(...Filters: { Name: string; Values: string[] }[]) {
    return (await ec2.send(new DescribeRouteTablesCommand({ Filters }))).RouteTables ?? [];
  }

  test("describes the model's route tables, local routes included", async () => {
    const tables = await routeTables(vpc);
    expect(tables.map(({ RouteTableId }) => RouteTableId)).toEqual([
      'rtb-0cccccccccccccccc',
      'rtb-0bbbbbbbbbbbbbbbb',
    ]);
    expect(tables[1]).toMatchObject({
      VpcId: 'vpc-0123456789abcdef0',
      Routes: [
        { DestinationCidrBlock: '10.1.0.0/16', GatewayId: 'local' },
        { DestinationIpv6CidrBlock: '2001:db8:1234:1a00::/56', GatewayId: 'local' },
        {
          DestinationIpv6CidrBlock: '::/0',
          EgressOnlyInternetGatewayId: 'eigw-0dddddddddddddddd',
          State: 'active',
        },
      ],
      Associations: [{ SubnetId: 'subnet-0aaaaaaaaaaaaaaaa', Main: false }],
    });
    expect(tables[0]).toMatchObject({ Associations: [{ Main: true }] });
  });

  test('filters, and refuses a filter that it does not know', async () => {
    const subnet = { Name: 'association.subnet-id', Values: ['subnet-0aaaaaaaaaaaaaaaa'] };
    expect(await routeTables(vpc, subnet)).toHaveLength(1);
    expect(await routeTables({ Name: 'vpc-id', Values: ['vpc-other'] })).toEqual([]);
    await expect(routeTables({ Name: 'tag:Name', Values: ['x'] })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });

  test('has no prefix list', async () => {
    const { PrefixLists = [] } = await ec2.send(new DescribePrefixListsCommand({}));
    expect(PrefixLists).toEqual([]);
  });
});

describe('a call to EC2 that no policy allows', () => {
  test('is an unauthorized operation', async () => {
    const internet = await startLoopbackInternet([]);
    const call = new EC2Client(internet.client).send(new DescribeRouteTablesCommand({}));
    await expect(call).rejects.toMatchObject({
      name: 'UnauthorizedOperation',
      $metadata: { httpStatusCode: 403 },
      message: expect.stringContaining(
        'is not authorized to perform: ec2:DescribeRouteTables because no identity-based policy allows',
      ),
    });
    await internet.stop();
  });
});
