/** Stand-in of Amazon EC2 that describes the model's route tables and the prefix lists of gateway endpoints. */
import { lookUp } from '../../../../lambda/report/look-up.ts';
import { isIpv6 } from '../../template/cidr.ts';
import type { GatewayKind, Model, Route, RouteTable, Subnet } from '../../template/model.ts';
import { prefixListsOf } from '../../template/prefix-lists.ts';
import { AwsError, type AwsStandIn } from './aws-stand-in.ts';
import { ec2Errors } from './error-forms.ts';
import { queryOperation, queryParameters } from './query-request.ts';
import { type XmlContent, xmlDocument } from './xml.ts';

const NAMESPACE = 'http://ec2.amazonaws.com/doc/2016-11-15/';

type Parameters = URLSearchParams;

/** What each operation answers with. */
const CONTENTS = {
  DescribeRouteTables: (model: Model, parameters: Parameters) => ({
    routeTableSet: { item: describeRouteTables(model, parameters) },
  }),
  DescribePrefixLists: (model: Model, parameters: Parameters) => ({
    prefixListSet: { item: describePrefixLists(model, parameters) },
  }),
  GetManagedPrefixListEntries: (model: Model, parameters: Parameters) => ({
    entrySet: { item: listEntries(model, parameters) },
  }),
} as const;

const OPERATIONS = Object.keys(CONTENTS) as (keyof typeof CONTENTS)[];

export function createEc2(model: Model): AwsStandIn {
  const operationOf = (parameters: URLSearchParams) => queryOperation(parameters, OPERATIONS);
  return {
    signingName: 'ec2',
    errors: ec2Errors,
    // Those that describe take no resource (Service Authorization Reference, Amazon EC2); the lab's lists belong to its account.
    permissions: (request) => [{ action: `ec2:${operationOf(queryParameters(request))}`, resource: '*' }],
    answer: (request) => {
      const parameters = queryParameters(request);
      const operation = operationOf(parameters);
      const content = CONTENTS[operation](model, parameters);
      return {
        status: 200,
        headers: { 'content-type': 'text/xml;charset=UTF-8' },
        body: xmlDocument(`${operation}Response`, NAMESPACE, content),
      };
    },
  };
}

function describeRouteTables(model: Model, parameters: URLSearchParams): XmlContent[] {
  const tests = filtersOf(parameters).map(({ name, values }) => {
    const test = lookUp(FILTERS, name);
    if (test) return (table: RouteTable) => test(model, table).some((value) => values.includes(value));
    throw new AwsError(400, 'InvalidParameterValue', `The filter '${name}' is invalid`);
  });
  return model.routeTables
    .filter((table) => tests.every((test) => test(table)))
    .map((table) => describeRouteTable(model, table));
}

/** The values that each filter matches against. */
const FILTERS: Readonly<Record<string, (model: Model, table: RouteTable) => readonly string[]>> = {
  'vpc-id': ({ vpc }) => [vpc.id],
  'route-table-id': (_, { id }) => [id],
  'association.main': (_, { main }) => [String(main)],
  'association.subnet-id': (model, table) => associatedSubnets(model, table).map(({ id }) => id),
};

/** `Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-…`. */
function filtersOf(parameters: URLSearchParams): { name: string; values: string[] }[] {
  const names = [...parameters].filter(([key]) => /^Filter\.\d+\.Name$/.test(key));
  return names.map(([key, name]) => {
    const prefix = key.replace(/Name$/, 'Value.');
    const values = [...parameters].filter(([other]) => other.startsWith(prefix)).map(([, value]) => value);
    return { name, values };
  });
}

function describeRouteTable(model: Model, table: RouteTable): XmlContent {
  return {
    routeTableId: table.id,
    vpcId: model.vpc.id,
    ownerId: model.accountId,
    routeSet: {
      item: [
        ...localRoutes(model),
        ...withoutRepetition(table.routes).map((route) => describeRoute(model, route)),
        ...endpointRoutes(model, table),
      ],
    },
    associationSet: { item: associations(model, table) },
    propagatingVgwSet: '',
    tagSet: '',
  };
}

function localRoutes({ vpc }: Model): XmlContent[] {
  return [...vpc.ipv4CidrBlocks, ...vpc.ipv6CidrBlocks].map((cidrBlock) => ({
    ...destination(cidrBlock),
    gatewayId: 'local',
    state: 'active',
    origin: 'CreateRouteTable',
  }));
}

/** Each kind of gateway has its own element; for other networks it is named like the property (Amazon EC2 API Reference, Route). */
const GATEWAY_ELEMENTS: Readonly<Record<GatewayKind, string>> = {
  'egress-only-internet-gateway': 'egressOnlyInternetGatewayId',
  'internet-gateway': 'gatewayId',
  'nat-gateway': 'natGatewayId',
};

/** A route to a prefix list is one route, whatever the list holds. */
function withoutRepetition(routes: readonly Route[]): Route[] {
  const isFirst = ({ prefixListId }: Route, index: number) =>
    routes.findIndex((route) => route.prefixListId === prefixListId) === index;
  return routes.filter((route, index) => route.prefixListId === undefined || isFirst(route, index));
}

/** A route whose gateway was deleted stays as a black hole. */
function describeRoute(
  { gateways }: Model,
  { destinationCidrBlock, prefixListId, gatewayId, toOtherNetworkBy }: Route,
): XmlContent {
  const gateway = gateways.find(({ id }) => id === gatewayId);
  const element = toOtherNetworkBy
    ? elementOf(toOtherNetworkBy)
    : GATEWAY_ELEMENTS[gateway?.kind ?? 'internet-gateway'];
  return {
    ...(prefixListId ? { destinationPrefixListId: prefixListId } : destination(destinationCidrBlock)),
    [element]: gatewayId,
    state: gateway || toOtherNetworkBy ? 'active' : 'blackhole',
    origin: 'CreateRoute',
  };
}

/** EC2 has no element for an endpoint that inspects packets: it is a gateway, by its id. */
function elementOf(property: string): string {
  if (property === 'VpcEndpointId') return 'gatewayId';
  return property.charAt(0).toLowerCase() + property.slice(1);
}

/** A gateway endpoint's routes name the service's prefix lists. */
function endpointRoutes(model: Model, { id }: RouteTable): XmlContent[] {
  return model.endpoints
    .filter(({ routeTableIds }) => routeTableIds.includes(id))
    .flatMap((endpoint) =>
      prefixListsOf(endpoint, model).map((list) => ({
        destinationPrefixListId: list.id,
        gatewayId: endpoint.id,
        state: 'active',
        origin: 'CreateRoute',
      })),
    );
}

/** Only the lists of AWS services: the template's own are managed prefix lists, which another operation describes. */
function describePrefixLists({ prefixLists }: Model, parameters: URLSearchParams): XmlContent[] {
  const services = prefixLists.filter(({ serviceName }) => serviceName !== null);
  const wanted = [...parameters].filter(([key]) => /^PrefixListId\.\d+$/.test(key)).map(([, id]) => id);
  const missing = wanted.find((id) => !services.some((list) => list.id === id));
  if (missing !== undefined) {
    throw new AwsError(400, 'InvalidPrefixListId.NotFound', `The prefix list ID '${missing}' does not exist`);
  }
  const filtered = filtersOf(parameters).map(({ name, values }) => {
    if (name === 'prefix-list-id') return values;
    throw new AwsError(400, 'InvalidParameterValue', `The filter '${name}' is invalid`);
  });
  return services
    .filter(({ id }) => wanted.length === 0 || wanted.includes(id))
    .filter(({ id }) => filtered.every((values) => values.includes(id)))
    .map(({ id, name, cidrBlocks }) => ({
      prefixListId: id,
      prefixListName: name,
      cidrSet: { item: [...cidrBlocks] },
    }));
}

/** The entries of any list: AWS's own are managed prefix lists too. The lab's are short enough for one page. */
function listEntries({ prefixLists }: Model, parameters: URLSearchParams): XmlContent[] {
  const id = parameters.get('PrefixListId') ?? '';
  const list = prefixLists.find((each) => each.id === id);
  if (!list) {
    throw new AwsError(400, 'InvalidPrefixListID.NotFound', `The prefix list ID '${id}' does not exist`);
  }
  return list.cidrBlocks.map((cidr) => ({ cidr }));
}

function destination(cidrBlock: string): Readonly<Record<string, string>> {
  return isIpv6(cidrBlock) ? { destinationIpv6CidrBlock: cidrBlock } : { destinationCidrBlock: cidrBlock };
}

/** Subnets of the main table are not listed: having no other table associates them with it. */
function associations(model: Model, table: RouteTable): XmlContent[] {
  const described = table.main ? [{}] : associatedSubnets(model, table).map(({ id }) => ({ subnetId: id }));
  return described.map((subnet, index) => ({
    routeTableAssociationId: `${table.id.replace('rtb-', 'rtbassoc-')}${index}`,
    routeTableId: table.id,
    ...subnet,
    main: String(table.main),
    associationState: { state: 'associated' },
  }));
}

function associatedSubnets({ subnets }: Model, { id, main }: RouteTable): Subnet[] {
  return main ? [] : subnets.filter(({ routeTableId }) => routeTableId === id);
}
