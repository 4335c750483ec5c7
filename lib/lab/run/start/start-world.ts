/** Starts the parts of a world: the network, the internet, the resolver, the functions. */
import { parseUserTargets } from '../../../../lambda/report/user-targets.ts';
import {
  applyWiring,
  type NetworkInterface,
  placeInterfaces,
  vpcEndpointBetween,
  type Wiring,
  wireNetwork,
} from '../../kernel/kernel.ts';
import type { Sandbox } from '../../runtime/sandbox.ts';
import { prepareFunction, type RunningFunction } from '../../runtime/start-function.ts';
import { lambdaPrincipal, type Principal } from '../../services/aws/iam/principal.ts';
import { startResolver } from '../../services/dns/resolver.ts';
import { type RunningInternet, startInternet } from '../../services/http/internet-servers.ts';
import { withAwsHosts } from '../../services/internet/aws-hosts.ts';
import { baselineInternet } from '../../services/internet/baseline.ts';
import {
  requireEmulatedGateways,
  resolvedInVpc,
  servedInVpc,
  serviceAddressesOf,
} from '../../services/internet/endpoint-hosts.ts';
import type { Internet } from '../../services/internet/internet.ts';
import { requireUnshadowedNames } from '../../services/internet/private-zones.ts';
import { type LabRequest, targetsIn } from '../../session/request.ts';
import type { Model } from '../../template/model.ts';
import { withServiceAddresses } from '../../template/prefix-lists.ts';
import { CONTAINER_RUNTIME } from '../../template/tasks.ts';
import type { World } from '../../worlds/world.ts';
import { type PlacedFunction, placeFunctions } from './place-functions.ts';
import { worldModel } from './world-model.ts';

/** Where a function looks for the resolver if its VPC has none: nothing answers there. */
const NO_RESOLVER = '169.254.169.253';

/** One function in its subnet, with its interface and its credentials. */
interface PlannedMember extends PlacedFunction {
  readonly networkInterface: NetworkInterface;
  readonly principal: Principal;
}

export interface WorldMember extends PlannedMember {
  readonly running: RunningFunction;
}

export interface RunningWorld {
  readonly model: Model;
  readonly wiring: Wiring;
  /** Every host with all its addresses, those of VPC endpoints among them. */
  readonly served: Internet;
  readonly internet: RunningInternet;
  readonly members: readonly WorldMember[];
  /** Whether the template is this project's; the probe that the lab adds to others cannot try all targets. */
  readonly isOwn: boolean;
  readonly stop: () => Promise<void>;
}

/** @throws TemplateError for what is wrong with the template */
export async function startWorld(
  request: LabRequest,
  world: World,
  progress: (step: string) => void,
): Promise<RunningWorld> {
  const { model, isOwn } = await worldModel(request, world, progress);
  const placed = placeFunctions(model, request.subnet).slice(0, request.firstSubnetOnly ? 1 : undefined);
  const interfaces = placeInterfaces(
    model,
    placed.map(({ fn, subnet }) => ({ ...fn, subnetId: subnet.id })),
  );
  const members = placed.flatMap((function_, index): PlannedMember[] => {
    const networkInterface = interfaces[index];
    return networkInterface
      ? [{ ...function_, networkInterface, principal: principalOf(function_, model, world) }]
      : [];
  });
  const baseline = withAwsHosts(baselineInternet(model), model.region);
  const internetData = world.changeInternet?.(baseline, model) ?? baseline;
  requireEmulatedGateways(model);
  requireUnshadowedNames(model, internetData, hostsAsked(request));
  const serviceAddresses = serviceAddressesOf(internetData);
  const wiring = wireNetwork({
    model,
    interfaces,
    internet: { hosts: addressesOf(internetData), ofService: serviceAddresses },
    faults: world.faults?.(internetData),
  });
  const running = await run(
    withServiceAddresses(model, serviceAddresses),
    wiring,
    { internetData, standIns: world.standIns },
    members,
  );
  return { ...running, isOwn };
}

/** The hosts of the user's own targets. */
function hostsAsked({ event }: LabRequest): string[] {
  return parseUserTargets(targetsIn(event), 'targets').targets.map(({ host }) => host);
}

function principalOf({ fn }: PlacedFunction, model: Model, { credentialsExpired }: World): Principal {
  const principal = lambdaPrincipal(model, fn);
  const own = fn.runtime === CONTAINER_RUNTIME ? { ...principal, functionArn: null } : principal;
  return credentialsExpired ? { ...own, expiresAt: new Date(0) } : own;
}

function dns64CidrBlocks({ subnets }: Model): string[] {
  const translated = subnets.filter(({ dns64 }) => dns64);
  return translated.flatMap(({ ipv4CidrBlock, ipv6CidrBlock }) =>
    [ipv4CidrBlock ?? [], ipv6CidrBlock ?? []].flat(),
  );
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
  planned: readonly PlannedMember[],
): Promise<Omit<RunningWorld, 'isOwn'>> {
  const principals = planned.map(({ principal }) => principal);
  const served = servedInVpc(internetData, wiring.endpointHosts, model);
  // Other processes build the network while this one builds the internet.
  const [internet, { endNetwork, sandboxes }] = await Promise.all([
    startInternet({
      internet: served,
      model,
      principals,
      standIns,
      vpcEndpointOf: (source, destination) => vpcEndpointBetween(model, source, destination),
    }),
    applyWiring(wiring).then(async (endNetwork) => ({
      endNetwork,
      sandboxes: await Promise.all(planned.map((member) => prepareMember(member, model))),
    })),
  ]);
  const resolver = await startResolver({
    addresses: wiring.resolverAddresses,
    internet: resolvedInVpc(internetData, wiring.endpointHosts, model),
    dns64CidrBlocks: dns64CidrBlocks(model),
  });
  await Promise.all(sandboxes.map((sandbox) => sandbox.start(internet.caCertificatePem)));
  return {
    model,
    wiring,
    served,
    internet,
    members: planned.flatMap((member, index) => {
      const running = sandboxes[index];
      return running ? [{ ...member, running }] : [];
    }),
    stop: async () => {
      endNetwork();
      resolver.stop();
      await Promise.all([...sandboxes.map((sandbox) => sandbox.stop()), internet.stop()]);
    },
  };
}

function prepareMember({ fn, networkInterface, principal }: PlannedMember, model: Model): Promise<Sandbox> {
  const { credentials, functionArn } = principal;
  return prepareFunction(fn, {
    namespace: networkInterface.name,
    functionArn: functionArn ?? '',
    resolverAddress: networkInterface.resolverAddress ?? NO_RESOLVER,
    environment: {
      AWS_REGION: model.region,
      AWS_DEFAULT_REGION: model.region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
    },
  });
}
