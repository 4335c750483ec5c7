/** Starts the parts of a world: the network, the internet, the resolver, the functions. */
import {
  applyWiring,
  type Fault,
  vpcEndpointBetween,
  type Wiring,
  wireNetwork,
} from '../../kernel/kernel.ts';
import { FunctionPool } from '../../runtime/function-pool.ts';
import type { RunnableFunction, RunningFunction } from '../../runtime/start-function.ts';
import { type DnsQuery, startResolver } from '../../services/dns/resolver.ts';
import { type Place, type RunningInternet, startInternet } from '../../services/http/internet-servers.ts';
import { apartFromVpc } from '../../services/internet/apart-from-vpc.ts';
import { withAwsHosts } from '../../services/internet/aws-hosts.ts';
import { baselineInternet } from '../../services/internet/baseline.ts';
import { USUAL_PORTS, withDeclaredHosts } from '../../services/internet/declared-hosts.ts';
import {
  requireEmulatedGateways,
  resolvedInVpc,
  servedInVpc,
  serviceAddressesOf,
} from '../../services/internet/endpoint-hosts.ts';
import type { Host, Internet } from '../../services/internet/internet.ts';
import {
  hiddenNotices,
  requireUnshadowedNames,
  withoutHiddenNames,
} from '../../services/internet/private-zones.ts';
import { type ExecRequest, type LabRequest, targetsIn } from '../../session/request.ts';
import type { Model } from '../../template/model.ts';
import { withServiceAddresses } from '../../template/prefix-lists.ts';
import type { World } from '../../worlds/world.ts';
import { namesAsked } from './asked-names.ts';
import { type Member, placeMembers, prepareMember } from './members.ts';
import { type OwnCode, ownCode } from './own-code.ts';
import { sandboxPlaces } from './sandbox-places.ts';
import { unwrittenEgress } from './unwritten-egress.ts';
import { worldModel } from './world-model.ts';

export interface RunningWorld {
  readonly model: Model;
  readonly wiring: Wiring;
  /** Every host with all its addresses, those of VPC endpoints among them. */
  readonly served: Internet;
  readonly internet: RunningInternet;
  /** Every query so far that the VPC's resolver got. */
  readonly queries: readonly DnsQuery[];
  readonly members: readonly Member[];
  /** Those of the members, in their order; none where a command takes their place. */
  readonly functions: readonly RunningFunction[];
  /** Whether the template is this project's; the probe that the lab adds to others cannot try all targets. */
  readonly isOwn: boolean;
  /** What the lab does otherwise than the template says, a sentence each. */
  readonly notices: readonly string[];
  readonly stop: () => Promise<void>;
}

/** @throws TemplateError for what is wrong with the template */
export async function startWorld(
  request: LabRequest | ExecRequest,
  world: World,
  progress: (step: string) => void,
): Promise<RunningWorld> {
  const { model, isOwn } = await worldModel(request, world, progress);
  const members = placeMembers(model, request, world);
  const baseline = withAwsHosts(baselineInternet(model), model.region);
  const whole = world.changeInternet?.(baseline, model) ?? baseline;
  const internetData = internetFor(whole, request, model);
  requireEmulatedGateways(model);
  requireUnshadowedNames(model, namesAsked(request, model));
  const serviceAddresses = serviceAddressesOf(internetData);
  const wiring = wireNetwork({
    model,
    interfaces: members.map(({ networkInterface }) => networkInterface),
    internet: { hosts: addressesOf(internetData), ofService: serviceAddresses },
    faults: [...(world.faults?.(internetData) ?? []), ...internetData.hosts.flatMap(closedPorts)],
  });
  const running = await run(
    withServiceAddresses(model, serviceAddresses),
    wiring,
    { internetData, standIns: world.standIns },
    members,
    async () =>
      'command' in request
        ? NO_CODE
        : ownCode(
            members.map(({ fn }) => fn),
            request,
            progress,
          ),
    sandboxPlaces(request.functionsAtOnce, process.availableMemory()),
  );
  const notices = [
    ...model.notices,
    ...hiddenNotices(whole, model),
    ...unwrittenEgress(members, model),
    ...running.notices,
  ];
  return { ...running, isOwn, notices };
}

const NO_CODE: OwnCode = { functions: [], notices: [] };

/** The lab's internet without what the VPC hides, and with what the user says of it. */
function internetFor(whole: Internet, { hosts, event }: LabRequest, model: Model): Internet {
  const registries = targetsIn(event).filter(({ scheme }) => scheme === 'oci');
  const declared = withDeclaredHosts(
    withoutHiddenNames(whole, model),
    hosts,
    registries.map(({ host }) => host),
  );
  return apartFromVpc(declared, model);
}

function dns64CidrBlocks({ subnets }: Model): string[] {
  const translated = subnets.filter(({ dns64 }) => dns64);
  return translated.flatMap(({ ipv4CidrBlock, ipv6CidrBlock }) =>
    [ipv4CidrBlock ?? [], ipv6CidrBlock ?? []].flat(),
  );
}

/** All addresses have the usual ports in the lab: what a host was not declared with must not answer. */
function closedPorts({ ipv4, ipv6, ports = USUAL_PORTS }: Host): Fault[] {
  const closed = USUAL_PORTS.filter((port) => !ports.includes(port));
  return closed.flatMap((port) =>
    [...ipv4, ...ipv6].map((peerAddress) => ({ kind: 'drop', peerAddress, port }) as const),
  );
}

/** Those on which not every stand-in listens. */
function furtherPorts({ ipv4, ipv6, ports = [] }: Host): Place[] {
  const further = ports.filter((port) => !USUAL_PORTS.includes(port));
  return further.flatMap((port) => [...ipv4, ...ipv6].map((address) => ({ address, port })));
}

function addressesOf({ hosts }: Internet): string[] {
  return [...hosts.flatMap(({ ipv4 }) => ipv4), ...hosts.flatMap(({ ipv6 }) => ipv6)];
}

interface WorldInternet {
  readonly internetData: Internet;
  /** The world's own stand-ins. */
  readonly standIns: World['standIns'];
}

async function run(
  model: Model,
  wiring: Wiring,
  { internetData, standIns }: WorldInternet,
  members: readonly Member[],
  codeOf: () => Promise<OwnCode>,
  places: number,
): Promise<Omit<RunningWorld, 'isOwn'>> {
  const principals = members.map(({ principal }) => principal);
  const served = servedInVpc(internetData, wiring.endpointHosts, model);
  // Other processes build the network while this one builds the internet.
  const [internet, { endNetwork, pool, notices }] = await Promise.all([
    startInternet({
      internet: served,
      model,
      principals,
      standIns,
      vpcEndpointOf: (source, destination) => vpcEndpointBetween(model, source, destination),
    }),
    applyWiring(wiring).then(async (endNetwork) => {
      const { functions, notices } = await codeOf();
      const pool = poolOf(functions, members, model, places);
      await pool.prepare();
      return { endNetwork, notices, pool };
    }),
  ]);
  await internet.open(internetData.hosts.flatMap(furtherPorts));
  const resolver = await startResolver({
    addresses: wiring.resolverAddresses,
    internet: resolvedInVpc(internetData, wiring.endpointHosts, model),
    dns64CidrBlocks: dns64CidrBlocks(model),
  });
  await pool.start(internet.caCertificatePem);
  return {
    model,
    wiring,
    served,
    internet,
    queries: resolver.queries,
    members,
    functions: pool.functions,
    notices,
    stop: async () => {
      endNetwork();
      resolver.stop();
      await Promise.all([pool.stop(), internet.stop()]);
    },
  };
}

function poolOf(
  functions: readonly RunnableFunction[],
  members: readonly Member[],
  model: Model,
  places: number,
): FunctionPool {
  const prepare = members.flatMap((member, index) => {
    const fn = functions[index];
    return fn ? [() => prepareMember(fn, member, model)] : [];
  });
  return new FunctionPool(prepare, places);
}
