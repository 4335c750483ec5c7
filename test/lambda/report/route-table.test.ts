/** The route witness: EC2's XML, the subnet's effective table, and where it leads. */
import { describe, expect, test } from 'vitest';
import {
  readEntries,
  readPrefixListsOfServices,
  readRouteTables,
} from '../../../lambda/probe/witness/ec2-xml.ts';
import { gatewayTo } from '../../../lambda/report/judge/path.ts';
import {
  effectiveTable,
  prefixListIds,
  type RouteTable,
  routeFinding,
} from '../../../lambda/report/route-table.ts';
import { readXml } from '../../../lambda/report/xml.ts';

/** In the form of the Amazon EC2 API Reference. */
const table = (association: string, routes: string) =>
  `<item><routeTableId>rtb-1</routeTableId><routeSet>${routes}</routeSet><associationSet>${association}</associationSet></item>`;
const route = (fields: string, state = 'active') => `<item>${fields}<state>${state}</state></item>`;
const answer = (tables: string) =>
  `<?xml version="1.0"?><DescribeRouteTablesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><routeTableSet>${tables}</routeTableSet></DescribeRouteTablesResponse>`;

const OWN = '<item><subnetId>subnet-1</subnetId><main>false</main></item>';
const MAIN = '<item><main>true</main></item>';
const LOCAL = route('<destinationCidrBlock>10.1.0.0/16</destinationCidrBlock><gatewayId>local</gatewayId>');
const EIGW = route(
  '<destinationIpv6CidrBlock>::/0</destinationIpv6CidrBlock><egressOnlyInternetGatewayId>eigw-1</egressOnlyInternetGatewayId>',
);
const ENDPOINT = route(
  '<destinationPrefixListId>pl-1</destinationPrefixListId><gatewayId>vpce-1</gatewayId>',
);

function tablesIn(xml: string): RouteTable[] {
  return readRouteTables(readXml(answer(xml)));
}

test('what EC2 names is cut and plain, whatever it is', () => {
  const long = '&#27;[31m'.repeat(10_000);
  const [routes] = tablesIn(
    table(OWN, route(`<destinationCidrBlock>${long}</destinationCidrBlock><gatewayId>${long}</gatewayId>`)),
  );
  const [{ destination, target } = { destination: '', target: '' }] = routes?.routes ?? [];
  for (const text of [destination, target]) {
    expect(text).toMatch(/^[\x20-\x7e]*…$/);
    expect(text).toHaveLength(512);
  }
  const list = readPrefixListsOfServices(
    readXml(
      `<DescribePrefixListsResponse><prefixListSet><item><prefixListId>pl-1</prefixListId><cidrSet><item>${long}</item></cidrSet></item></prefixListSet></DescribePrefixListsResponse>`,
    ),
  );
  expect(list.get('pl-1')?.[0]).toHaveLength(512);
});

describe("a subnet's table", () => {
  test('is its own, else the main one, else missing', () => {
    const both = tablesIn(table(MAIN, LOCAL) + table(OWN, LOCAL + EIGW));
    expect(effectiveTable(both, 'subnet-1')?.routes).toHaveLength(2);
    expect(effectiveTable(both, 'subnet-2')?.routes).toHaveLength(1);
    expect(effectiveTable(tablesIn(table(OWN, EIGW)), 'subnet-2')).toBeUndefined();
  });

  test('may be associated with several subnets, in any order', () => {
    const entry = (subnetId: string | null, main = false) => ({ subnetId, main });
    const own = [entry('subnet-0'), entry('subnet-1')];
    const main = [entry('subnet-7'), entry(null, true)];
    for (const [ofOwn, ofMain] of [
      [own, main],
      [own.toReversed(), main.toReversed()],
    ] as const) {
      const [first, second] = [
        { associations: ofOwn, routes: [] },
        { associations: ofMain, routes: [] },
      ];
      for (const tables of [
        [first, second],
        [second, first],
      ]) {
        expect(effectiveTable(tables, 'subnet-1')).toBe(first);
        expect(effectiveTable(tables, 'subnet-9')).toBe(second);
      }
    }
  });

  test('is read whether EC2 lists one, several or none of anything', () => {
    expect(tablesIn('')).toEqual([]);
    expect(tablesIn(table('', ''))).toEqual([{ associations: [], routes: [] }]);
    expect(tablesIn(table(OWN, EIGW))[0]?.routes).toEqual([
      { destination: '::/0', target: 'eigw-1', state: 'active' },
    ]);
  });

  test.each(['<html><body>hi</body></html>', '<Response/>'])('is not guessed from %s', (text) => {
    expect(readRouteTables(readXml(text))).toEqual([]);
  });
});

describe('the finding', () => {
  const finding = (
    routes: string,
    blocks = new Map<string, string[]>(),
    unread = new Map<string, string>(),
  ) => {
    const [read] = tablesIn(table(OWN, routes));
    if (!read) throw new Error('no table');
    return routeFinding(read, { blocks, unread });
  };

  test('names the gateway of ::/0', () => {
    expect(finding(LOCAL + EIGW)).toMatchObject({ witness: 'ec2', gateway: 'eigw-1' });
  });

  test('names no gateway where there is no such route', () => {
    expect(finding(LOCAL)).toMatchObject({ witness: 'ec2', gateway: null });
  });

  test('does not take a black hole for a gateway', () => {
    const dead = route(
      '<destinationIpv6CidrBlock>::/0</destinationIpv6CidrBlock><egressOnlyInternetGatewayId>eigw-1</egressOnlyInternetGatewayId>',
      'blackhole',
    );
    expect(finding(dead).gateway).toBe('blackhole');
  });

  const TO_IGW =
    '<destinationIpv6CidrBlock>2600:1fa0::/32</destinationIpv6CidrBlock><gatewayId>igw-1</gatewayId>';

  test('leaves out what a route server has filtered, which carries nothing', () => {
    const found = finding(EIGW + route(TO_IGW, 'filtered'));
    expect(found.routes).toHaveLength(1);
    expect(gatewayTo('2600:1fa0::1', found)).toBe('eigw-1');
    expect(gatewayTo('2600:1fa0::1', finding(EIGW + route(TO_IGW)))).toBe('igw-1');
  });

  test('does not know where a route leads whose state is another one, and knows the others', () => {
    const found = finding(EIGW + route(TO_IGW, 'pending'));
    expect(gatewayTo('2600:1fa0::1', found)).toBe('unknown');
    expect(gatewayTo('2001:db8::1', found)).toBe('eigw-1');
  });

  test('takes a route without a state for an active one', () => {
    expect(finding(`<item>${TO_IGW}</item>`).routes).toEqual([
      { destinationCidrBlocks: ['2600:1fa0::/32'], gateway: 'igw-1' },
    ]);
  });

  test.each([
    ['odbNetworkArn', 'arn:aws:odb:us-west-2:111122223333:odb-network/odbnet_1'],
    ['transitGatewayId', 'tgw-1'],
    ['instanceId', 'i-1'],
  ])('names the target of the kind %s', (element, target) => {
    const one = `<destinationCidrBlock>10.2.0.0/16</destinationCidrBlock><${element}>${target}</${element}>`;
    expect(finding(route(one)).routes?.[0]?.gateway).toBe(target);
  });

  describe('with a prefix list that was not read', () => {
    const TO_LIST = route(
      '<destinationPrefixListId>pl-1</destinationPrefixListId><gatewayId>igw-1</gatewayId>',
    );
    const unread = new Map([['pl-1', 'UnauthorizedOperation']]);
    const found = finding(LOCAL + EIGW + TO_LIST, new Map(), unread);

    test('says so of that route, and knows the others', () => {
      expect(found.gateway).toBe('eigw-1');
      expect(found.routes).toEqual([
        { destinationCidrBlocks: ['10.1.0.0/16'], gateway: 'local' },
        { destinationCidrBlocks: ['::/0'], gateway: 'eigw-1' },
        { destinationCidrBlocks: [], gateway: 'igw-1', unread: 'pl-1 (UnauthorizedOperation)' },
      ]);
    });

    test('does not know where an address goes that may be in the list', () => {
      expect(gatewayTo('2001:db8::1', found)).toBe('unknown');
      expect(gatewayTo('10.1.0.9', found)).toBe('local');
    });

    test('knows it where the list leads to the same gateway', () => {
      const same = route(
        '<destinationPrefixListId>pl-1</destinationPrefixListId><egressOnlyInternetGatewayId>eigw-1</egressOnlyInternetGatewayId>',
      );
      expect(gatewayTo('2001:db8::1', finding(EIGW + same, new Map(), unread))).toBe('eigw-1');
    });
  });

  test('replaces a prefix list by its blocks', () => {
    const lists = new Map([['pl-1', ['2600:1fa0::/32', '52.92.0.0/17']]]);
    expect(finding(EIGW + ENDPOINT, lists).routes?.at(-1)).toEqual({
      destinationCidrBlocks: ['2600:1fa0::/32', '52.92.0.0/17'],
      gateway: 'vpce-1',
    });
  });

  test.each(['::/129', '10.0.0.0/33', '::/0x', 'fe80::1%eth0/64'])(
    'does not know where a route to the malformed block %s leads, and knows the others',
    (block) => {
      const malformed = route(
        `<destinationIpv6CidrBlock>${block}</destinationIpv6CidrBlock><gatewayId>igw-1</gatewayId>`,
      );
      const lists = new Map([['pl-1', [block, '2600:1fa0::/32']]]);
      const found = finding(malformed + EIGW + ENDPOINT, lists);
      expect(found.gateway).toBe('eigw-1');
      expect(found.routes?.map(({ destinationCidrBlocks }) => destinationCidrBlocks)).toEqual([
        [],
        ['::/0'],
        ['2600:1fa0::/32'],
      ]);
      expect(gatewayTo('2001:db8::1', found)).toBe('eigw-1');
      expect(gatewayTo('2600:1fa0::1', found)).toBe('vpce-1');
    },
  );

  test('asks for prefix lists only where the table routes to one', () => {
    const [plain] = tablesIn(table(OWN, LOCAL + EIGW));
    const [withEndpoint] = tablesIn(table(OWN, EIGW + ENDPOINT));
    expect(plain && prefixListIds(plain)).toEqual([]);
    expect(withEndpoint && prefixListIds(withEndpoint)).toEqual(['pl-1']);
  });
});

test('prefix lists are read with their blocks', () => {
  const xml =
    '<DescribePrefixListsResponse><prefixListSet><item><prefixListId>pl-1</prefixListId><cidrSet><item>2600:1fa0::/32</item></cidrSet></item></prefixListSet></DescribePrefixListsResponse>';
  expect(readPrefixListsOfServices(readXml(xml))).toEqual(new Map([['pl-1', ['2600:1fa0::/32']]]));
});

test.each([
  ['<nextToken>t</nextToken>', 't'],
  ['<nextToken/>', null],
  ['', null],
])('the entries of a list are read a page at a time: %s', (token, next) => {
  const xml = `<GetManagedPrefixListEntriesResponse><entrySet><item><cidr>2600:1fa0::/32</cidr><description>x</description></item><item><cidr>10.0.0.0/8</cidr></item></entrySet>${token}</GetManagedPrefixListEntriesResponse>`;
  expect(readEntries(readXml(xml))).toEqual({ blocks: ['2600:1fa0::/32', '10.0.0.0/8'], next });
});
