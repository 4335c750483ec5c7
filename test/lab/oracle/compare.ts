/** Compares the oracle's reading of a template with the lab's: subnet by subnet, group by group, packet by packet. */
import type { Model } from '../../../lib/lab/template/model.ts';
import { hostAddresses, labAnswers, labModel, type Probe } from './lab-answers.ts';
import { type OracleNetwork, readNetwork } from './network.ts';
import { predict } from './predict.ts';
import type { RawTemplate } from './values.ts';

const PORTS = [443, 22];
/** In Linux's range of ephemeral ports, and below it. */
const SOURCE_PORTS = [50_000, 2_000];

export interface Planted {
  readonly inLab?: (model: Model) => Model;
  readonly inOracle?: (network: OracleNetwork) => OracleNetwork;
}

/** @returns a sentence for each difference */
export function disagreements(
  template: unknown,
  {
    vpc = null,
    inLab = (model) => model,
    inOracle = (network) => network,
  }: Planted & { readonly vpc?: string | null } = {},
): string[] {
  const raw = template as RawTemplate;
  const network = inOracle(readNetwork(raw, vpc ?? undefined));
  const model = inLab(labModel(template, vpc));
  const probes = network.subnets.flatMap(({ id: subnet }) =>
    [null, ...network.groups.map(({ id }) => id)].map((group): Probe => ({ subnet, group })),
  );
  return [...structure(network, model), ...packets(network, model, probes)];
}

/** Which table and which ACL each subnet has. */
function structure(network: OracleNetwork, { subnets, routeTables, networkAcls, vpc }: Model): string[] {
  const nameOf = (items: readonly { readonly logicalId: string; readonly id: string }[], id: string) =>
    items.find((item) => item.id === id)?.logicalId;
  const read = subnets.map(({ logicalId, routeTableId, networkAclId }) =>
    [logicalId, nameOf(routeTables, routeTableId), nameOf(networkAcls, networkAclId)].join(' '),
  );
  const right = network.subnets.map(({ id, table, acl }) =>
    [id, table ?? `${vpc.logicalId}.MainRouteTable`, acl ?? `${vpc.logicalId}.DefaultNetworkAcl`].join(' '),
  );
  return read.join() === right.join()
    ? []
    : [`the lab has ${read.join(', ')}, the oracle ${right.join(', ')}`];
}

function packets(network: OracleNetwork, model: Model, probes: readonly Probe[]): string[] {
  const answerOf = labAnswers(model, probes);
  return probes.flatMap((probe, index) =>
    triesTo(hostAddresses(model)).flatMap((to) => {
      const answer = answerOf(index, to);
      const prediction = predict(network, { ...probe, ...to });
      const agree =
        'gateway' in prediction
          ? prediction.gateway === answer
          : (prediction.obstacles as readonly string[]).includes(answer);
      const { subnet, group } = probe;
      return agree
        ? []
        : [
            `${subnet}, ${group ?? 'open'}, ${to.host} ${to.port} from ${to.sourcePort}: the lab says ${answer}, the oracle ${JSON.stringify(prediction)}`,
          ];
    }),
  );
}

function triesTo(hosts: readonly string[]) {
  return hosts.flatMap((host) =>
    PORTS.flatMap((port) => SOURCE_PORTS.map((sourcePort) => ({ host, port, sourcePort }))),
  );
}
