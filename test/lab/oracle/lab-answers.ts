/** The lab's side of the comparison: the model of a template, its wiring, and what becomes of a packet in that. */
import { type Placement, placeInterfaces, wireNetwork } from '../../../lib/lab/kernel/kernel.ts';
import { awsHostsIn } from '../../../lib/lab/run/start/probe-in-template.ts';
import { apartFromVpc } from '../../../lib/lab/services/internet/apart-from-vpc.ts';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import type { Model, SecurityGroup } from '../../../lib/lab/template/model.ts';
import type { Template } from '../../../lib/lab/template/template.ts';
import { LabNetwork } from '../kernel/reading/lab-network.ts';
import { REGION } from './values.ts';

const OPEN: SecurityGroup = {
  logicalId: 'Open',
  id: 'sg-open',
  name: 'open',
  ingress: [],
  egress: ['0.0.0.0/0', '::/0'].map((cidrBlock) => ({
    protocol: 'all',
    ports: null,
    peer: { kind: 'cidr', cidrBlock },
  })),
};

export function labModel(template: unknown, vpc: string | null): Model {
  const model = buildModel(structuredClone(template) as Template, {
    assetRoot: '/assembly',
    region: REGION,
    accountId: '111122223333',
    vpc,
    awsHostsIn,
  });
  return { ...model, securityGroups: [...model.securityGroups, OPEN] };
}

/** One host of the lab's internet, with an address in each family. */
export function hostAddresses(model: Model): string[] {
  const host = { name: 'host', ipv4: ['198.18.0.1'], ipv6: ['2001:db8:ffff::1'] };
  const { hosts } = apartFromVpc({ hosts: [{ ...host, dns: 'answer', standIn: 'echo' }] }, model);
  return hosts.flatMap(({ ipv4, ipv6 }) => [...ipv4, ...ipv6]);
}

export interface Probe {
  readonly subnet: string;
  /** Null for an open group. */
  readonly group: string | null;
}

/** What becomes of a connection from each probe: the logical id of a gateway, or the word for what dropped it. */
export function labAnswers(
  model: Model,
  probes: readonly Probe[],
): (
  index: number,
  to: { readonly host: string; readonly port: number; readonly sourcePort: number },
) => string {
  const wiring = wireNetwork({
    model,
    interfaces: placeInterfaces(
      model,
      probes.map((probe) => placementOf(probe, model)),
    ),
    internet: { hosts: hostAddresses(model), ofService: () => [] },
  });
  const network = new LabNetwork(wiring);
  return (index, { host, port, sourcePort }) => {
    const outcome = network.connect(`fn${index}`, { to: host, port, sourcePort });
    const link = wiring.gatewayLinks.find(({ name }) => name === outcome.replace(/ as .*/, ''));
    return link?.gateway?.logicalId ?? outcome.replace('answer: ', '');
  };
}

function placementOf({ subnet, group }: Probe, { subnets, securityGroups }: Model): Placement {
  const idOf = (items: readonly { readonly logicalId: string; readonly id: string }[], logicalId: string) =>
    items.find((item) => item.logicalId === logicalId)?.id ?? '';
  return {
    subnetId: idOf(subnets, subnet),
    securityGroupIds: [idOf(securityGroups, group ?? OPEN.logicalId)],
    ipv6AllowedForDualStack: true,
  };
}
