/** What becomes of the interface endpoints: of those that the lab has, and of those that it could not read. */
import type { Model, VpcEndpoint } from '../../lab/template/model.ts';
import { routesOfSubnet } from '../../lab/template/subnets.ts';
import { interfaceEndpointsOf } from '../../lab/template/without-endpoints.ts';
import type { PriceTable } from '../../prices/prices.ts';
import type { EndpointAnswer, WhatIf } from '../../report/inputs/what-if.ts';
import { pricedEndpoints } from '../../report/savings/what-if-endpoints.ts';
import { type AskedEndpoint, concludeEndpoint } from '../../what-if/conclude-endpoints.ts';
import { endpointTies } from '../../what-if/endpoint-ties.ts';
import { withStarters } from '../../what-if/starters.ts';
import { leftOutOf } from './left-out.ts';
import type { Networks } from './networks.ts';
import { addressesOf } from './policed-endpoints.ts';
import type { Question } from './question.ts';

type Answer = Omit<EndpointAnswer, 'monthUsd'>;

/** @returns nothing for a VPC without interface endpoints */
export function endpointAnswers(
  question: Question,
  networks: Networks,
  prices: PriceTable | undefined,
): Pick<WhatIf, 'endpoints'> {
  const { model } = question.network;
  const answers = [
    ...interfaceEndpointsOf(model).map((endpoint) => answerFor(endpoint, question, networks)),
    ...unreadEndpoints(question),
  ];
  if (answers.length === 0) return {};
  return { endpoints: pricedEndpoints({ region: model.region, answers, limits: limitsIn(model), prices }) };
}

function answerFor(endpoint: VpcEndpoint, question: Question, { today, withoutEndpoints }: Networks): Answer {
  const { network, asked, gaps } = question;
  const { model, template } = network;
  const { id, logicalId, service, serviceName, subnetIds, privateDnsNames } = endpoint;
  const zones = model.subnets.filter((subnet) => subnetIds.includes(subnet.id));
  const open = gaps.filter(({ kind }) => kind === 'wildcard' || kind === 'unreadable');
  const suspects = withStarters(
    open.flatMap(({ workloads }) => workloads),
    network,
  );
  const about: AskedEndpoint = {
    ...{
      id,
      service,
      hasPrivateDns: privateDnsNames.length > 0,
      hasPolicy: endpoint.policyDocument !== null,
    },
    addresses: addressesOf(endpoint, model),
    ties: endpointTies(endpoint, template),
  };
  return {
    ...{ logicalId, serviceName, zones: new Set(zones.map((zone) => zone.availabilityZone)).size },
    ...concludeEndpoint(about, asked, {
      ...{ today, without: withoutEndpoints ?? [], suspects },
      ...{ leftOut: leftOutOf(question.request, model), obstacles: question.planned.obstacles },
    }),
  };
}

/** Services of other owners, and endpoints whose values the template does not have. */
function unreadEndpoints({ network: { model, template } }: Question): Answer[] {
  return model.unread.flatMap(({ logicalId, type, error }) => {
    const { VpcEndpointType, ServiceName } = template.Resources[logicalId]?.Properties ?? {};
    if (type !== 'AWS::EC2::VPCEndpoint' || VpcEndpointType !== 'Interface') return [];
    return [
      {
        ...{ logicalId, serviceName: typeof ServiceName === 'string' ? ServiceName : 'unknown', zones: null },
        ...{
          answer: 'unknown',
          targets: [],
          lines: [],
          because: `the lab does not have it: ${error.message}`,
        },
        remedy: 'find out what calls it, and whether that has another way',
      },
    ];
  });
}

function limitsIn(model: Model): string[] {
  const isolated = model.subnets
    .filter(
      (subnet) =>
        !routesOfSubnet(subnet, model).some((route) => DEFAULTS.includes(route.destinationCidrBlock)),
    )
    .filter(({ id }) => !model.workloads.some(({ subnetId }) => subnetId === id))
    .map(({ name }) => name);
  return [
    ...LIMITS,
    ...(isolated.length === 0
      ? []
      : [`anything in ${isolated.join(', ')} that the template does not show: only an endpoint carries it`]),
  ];
}

const DEFAULTS = ['0.0.0.0/0', '::/0'];

const LIMITS = [
  'rules that only an endpoint keeps: its own policy, and conditions on aws:SourceVpce or aws:SourceVpc in policies outside the template',
  'clients outside the VPC that come to an endpoint over a VPN, a transit gateway or a peer',
  'services that the code calls and that are not among the targets',
  'what an endpoint charges for each GB',
];
