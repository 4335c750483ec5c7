/** Routes to the template's own prefix lists. */
import { describe, expect, test } from 'vitest';
import { createEc2 } from '../../../lib/lab/services/aws/ec2.ts';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import type { Resource } from '../../../lib/lab/template/template.ts';
import { dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';

const list = (AddressFamily: 'IPv4' | 'IPv6', ...blocks: string[]): Resource => ({
  Type: 'AWS::EC2::PrefixList',
  Properties: { PrefixListName: 'own', AddressFamily, Entries: blocks.map((Cidr) => ({ Cidr })) },
});

function toList(target: Record<string, unknown>, id: unknown = { Ref: 'List' }): Resource {
  const RouteTableId = { Ref: 'PrivateTable' };
  return { Type: 'AWS::EC2::Route', Properties: { RouteTableId, DestinationPrefixListId: id, ...target } };
}

const build = (changes: Record<string, Resource>) => buildModel(dualStackTemplate(changes), MODEL_PROPS);

/** The routes of the private table that come from a list, or not. */
function routesOf(changes: Record<string, Resource>) {
  const { routeTables } = build(changes);
  const table = routeTables.find(({ logicalId }) => logicalId === 'PrivateTable');
  return (table?.routes ?? []).map(
    ({ logicalId, destinationCidrBlock, prefixListId }) =>
      `${logicalId} ${destinationCidrBlock}${prefixListId === undefined ? '' : ' by list'}`,
  );
}

const PEER = { VpcPeeringConnectionId: 'pcx-1' };

describe('a route to a prefix list', () => {
  test('is one for each of its blocks', () => {
    expect(routesOf({ List: list('IPv4', '192.0.2.0/24', '10.9.0.0/16'), ByList: toList(PEER) })).toEqual([
      'PrivateRoute ::/0',
      'ByList 192.0.2.0/24 by list',
      'ByList 10.9.0.0/16 by list',
    ]);
  });

  test.each(['before', 'after'])('yields to a route of the table itself that stands %s it', (where) => {
    const own = { List: list('IPv6', '::/0', '2600::/16'), ByList: toList(PEER) };
    const { PrivateRoute } = dualStackTemplate().Resources;
    const changes =
      where === 'before'
        ? own
        : { PrivateRoute: own.ByList, Later: PrivateRoute as Resource, List: own.List };
    expect(routesOf(changes).toSorted()).toEqual(
      where === 'before'
        ? ['ByList 2600::/16 by list', 'PrivateRoute ::/0']
        : ['Later ::/0', 'PrivateRoute 2600::/16 by list'],
    );
  });

  test('is described as one route, to the list', async () => {
    const model = build({ List: list('IPv4', '192.0.2.0/24', '10.9.0.0/16'), ByList: toList(PEER) });
    const { body } = await createEc2(model).answer(
      {
        method: 'POST',
        path: '/',
        query: '',
        headers: {},
        body: Buffer.from('Action=DescribeRouteTables'),
      } as never,
      {} as never,
    );
    const described = String(body).split(`<destinationPrefixListId>${model.prefixLists[0]?.id}<`);
    expect(described).toHaveLength(2);
    expect(String(body)).not.toContain('192.0.2.0/24');
  });

  test.each<[string, Record<string, Resource>, RegExp]>([
    [
      'of another family than its gateway',
      {
        List: list('IPv4', '192.0.2.0/24'),
        ByList: toList({ EgressOnlyInternetGatewayId: { Ref: 'Eigw' } }),
      },
      /^ByList .*the prefix list "pl-\w+" with "192.0.2.0\/24" leads to the egress-only/,
    ],
    [
      'that is not in the template',
      { ByList: toList(PEER, 'pl-1') },
      /^ByList .*DestinationPrefixListId "pl-1" is not one of the template's prefix lists/,
    ],
    [
      'with a block of the VPC',
      { List: list('IPv4', '10.1.9.0/24'), ByList: toList(PEER) },
      /^ByList .*"10.1.9.0\/24" is inside the VPC's own block/,
    ],
    [
      'beside a block of its own',
      {
        ByList: toList({ ...PEER, DestinationCidrBlock: '192.0.2.0/24' }, { Ref: 'List' }),
        List: list('IPv4', '192.0.2.0/24'),
      },
      /exactly one of DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId, this one 2$/,
    ],
    [
      'whose block is also in another list that leads elsewhere',
      {
        List: list('IPv4', '192.0.2.0/24'),
        ByList: toList(PEER),
        Other: toList({ TransitGatewayId: 'tgw-1' }),
      },
      /^Other .*already has a route to "192.0.2.0\/24" \(ByList\)/,
    ],
  ])('is refused for one %s', (_, changes, message) => {
    expect(() => build(changes)).toThrow(message);
  });
});
