/** What the stand-in of EC2 reports of gateway endpoints and routes to other networks. */
import { describe, expect, test } from 'vitest';
import {
  readEntries,
  readPrefixListsOfServices,
  readRouteTables,
} from '../../../../lambda/probe/witness/ec2-xml.ts';
import { childIn, readXml } from '../../../../lambda/report/xml.ts';
import { createEc2 } from '../../../../lib/lab/services/aws/ec2.ts';
import { lambdaPrincipal, type Principal } from '../../../../lib/lab/services/aws/iam/principal.ts';
import { buildModel } from '../../../../lib/lab/template/build-model.ts';
import { withServiceAddresses } from '../../../../lib/lab/template/prefix-lists.ts';
import { dualStackTemplate, MODEL_PROPS } from '../../fixtures/dual-stack-template.ts';
import { gatewayEndpoint, S3 } from '../../fixtures/vpc-endpoint.ts';

const ToPeer = {
  Type: 'AWS::EC2::Route',
  Properties: {
    RouteTableId: { Ref: 'PrivateTable' },
    DestinationCidrBlock: '172.16.0.0/12',
    TransitGatewayId: 'tgw-1',
  },
};

const MODEL = withServiceAddresses(
  buildModel(dualStackTemplate({ S3: gatewayEndpoint(), ToPeer }), MODEL_PROPS),
  (service) => (service === S3 ? ['198.18.0.4', '2001:db8:ffff::4'] : []),
);

const PRINCIPAL = MODEL.functions.map((fn) => lambdaPrincipal(MODEL, fn))[0] as Principal;

/** Asks as the probe does, and reads with the probe's own reader. */
async function ask(parameters: Record<string, string>) {
  const request = {
    method: 'POST',
    host: 'ec2.us-west-2.api.aws',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(new URLSearchParams(parameters).toString()),
    secure: true,
    sourceAddress: '2001:db8:1234:1a02::4',
    vpcEndpointId: null,
  };
  const { body = '' } = await createEc2(MODEL).answer(request, PRINCIPAL);
  return readXml(String(body));
}

describe('EC2’s answer about a gateway endpoint', () => {
  const list = MODEL.prefixLists[0]?.id ?? '';

  test('has a route from its prefix list in its own route table, and in no other', async () => {
    const tables = readRouteTables(await ask({ Action: 'DescribeRouteTables' }));
    const route = { destination: list, target: MODEL.endpoints[0]?.id, state: 'active' };
    const having = tables.filter(({ routes }) => routes.some(({ destination }) => destination === list));
    expect(having).toHaveLength(1);
    expect(having[0]?.routes).toContainEqual(route);
    expect(having[0]?.routes.map(({ destination }) => destination)).toContain('::/0');
  });

  test('has its route to another network beside it, active, under its own element', async () => {
    const tables = childIn(await ask({ Action: 'DescribeRouteTables' }), 'routeTableSet')?.children ?? [];
    const routes = tables.flatMap((table) => childIn(table, 'routeSet')?.children ?? []);
    expect(routes.map(({ children }) => children.map(({ name, text }) => [name, text]))).toContainEqual([
      ['destinationCidrBlock', '172.16.0.0/12'],
      ['transitGatewayId', 'tgw-1'],
      ['state', 'active'],
      ['origin', 'CreateRoute'],
    ]);
  });

  test('has the list with the addresses of its family', async () => {
    const filter = {
      'Filter.1.Name': 'prefix-list-id',
      'Filter.1.Value.1': 'pl-1',
      'Filter.1.Value.2': list,
    };
    const all: Record<string, string>[] = [{}, { 'PrefixListId.1': list }, filter];
    for (const wanted of all) {
      const document = await ask({ Action: 'DescribePrefixLists', ...wanted });
      expect(readPrefixListsOfServices(document)).toEqual(new Map([[list, ['198.18.0.4/32']]]));
    }
  });

  test('has the same blocks as entries of a managed list', async () => {
    const document = await ask({ Action: 'GetManagedPrefixListEntries', PrefixListId: list });
    expect(readEntries(document)).toEqual({ blocks: ['198.18.0.4/32'], next: null });
  });

  test('has no list for an id that it does not know, where that is a filter', async () => {
    const filter = { 'Filter.1.Name': 'prefix-list-id', 'Filter.1.Value.1': 'pl-1' };
    expect(readPrefixListsOfServices(await ask({ Action: 'DescribePrefixLists', ...filter })).size).toBe(0);
  });

  test.each<Record<string, string>>([
    { Action: 'DescribePrefixLists', 'PrefixListId.1': 'pl-1' },
    { Action: 'GetManagedPrefixListEntries', PrefixListId: 'pl-1' },
  ])('does not know any other list: $Action', async (parameters) => {
    await expect(async () => ask(parameters)).rejects.toThrow("The prefix list ID 'pl-1' does not exist");
  });
});
