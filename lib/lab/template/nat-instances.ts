/**
 * Instances that a default route leads to. One whose SourceDestCheck is off forwards what is not addressed to it: a NAT
 * instance (VPC User Guide, "NAT instances"). With it on, EC2 drops what others send through it.
 */
import { isObject } from './intrinsics.ts';
import type { Forwarder, RouteTable } from './model.ts';
import { readable } from './read-each.ts';
import { parseSub } from './references.ts';
import type { Stack, StackResource } from './stack.ts';

const INSTANCE = 'AWS::EC2::Instance';
const INTERFACE = 'AWS::EC2::NetworkInterface';

export function buildForwarders(stack: Stack, routeTables: readonly RouteTable[]): Forwarder[] {
  const routes = routeTables.flatMap((table) => table.routes);
  const ids = routes.flatMap(({ destinationCidrBlock, toOtherNetworkBy, gatewayId }) =>
    destinationCidrBlock === '0.0.0.0/0' && LEADS_TO_INSTANCE.has(toOtherNetworkBy) ? [gatewayId] : [],
  );
  return [...new Set(ids)].map((id) => forwarderOf(stack, id));
}

const LEADS_TO_INSTANCE: ReadonlySet<string | undefined> = new Set(['InstanceId', 'NetworkInterfaceId']);

function forwarderOf(stack: Stack, id: string): Forwarder {
  const owner = ownerOf(stack, id);
  if (!owner) return { logicalId: null, id, type: null, isNat: false, members: [] };
  const { logicalId, type } = owner;
  return { logicalId, id, type, isNat: forwards(stack, owner), members: membersOf(stack, owner) };
}

/** In a described VPC a route to an instance names its interface. */
function ownerOf(stack: Stack, id: string): StackResource | undefined {
  const resources = [INSTANCE, INTERFACE].flatMap(stack.resourcesOfType);
  return (
    resources.find(({ logicalId }) => stack.refOf(logicalId) === id) ??
    resources.find((resource) => interfacesOf(stack, resource).includes(id))
  );
}

/** The ids of the interfaces that an instance is given. */
function interfacesOf(stack: Stack, resource: StackResource): string[] {
  const given = readable(() => stack.property(resource, 'NetworkInterfaces'));
  return (Array.isArray(given) ? given : []).flatMap((each) =>
    isObject(each) && typeof each.NetworkInterfaceId === 'string' ? [each.NetworkInterfaceId] : [],
  );
}

/** An instance has the setting of its interface, where that is a resource of its own. */
function forwards(stack: Stack, owner: StackResource): boolean {
  const ids = interfacesOf(stack, owner);
  const own = stack
    .resourcesOfType(INTERFACE)
    .filter(({ logicalId }) => ids.includes(stack.refOf(logicalId)));
  return [owner, ...own].some((resource) => {
    const check = readable(() => stack.property(resource, 'SourceDestCheck'));
    return String(check).toLowerCase() === 'false';
  });
}

/** An interface is named by what it is attached to, or by the launch template whose instances attach it. */
function membersOf(stack: Stack, { logicalId, type }: StackResource): string[] {
  if (type === INSTANCE) return [logicalId];
  const attached = stack
    .resourcesOfType('AWS::EC2::NetworkInterfaceAttachment')
    .filter(({ resource }) => namesById(resource.Properties?.NetworkInterfaceId, logicalId))
    .map(({ resource }) => resource.Properties?.InstanceId);
  const direct = [
    ...ofTypes(stack, [INSTANCE], ({ NetworkInterfaces }) => namesById(NetworkInterfaces, logicalId)),
    ...stack
      .resourcesOfType(INSTANCE)
      .flatMap((each) =>
        attached.some((value) => namesById(value, each.logicalId)) ? [each.logicalId] : [],
      ),
    ...ofTypes(stack, TEMPLATES, (properties) => namesById(properties, logicalId)),
  ];
  const launched = ofTypes(stack, [INSTANCE, GROUP], (properties) =>
    direct.some((each) => namesById([properties.LaunchTemplate, ...launchesOf(properties)], each)),
  );
  return [...new Set([...direct, ...launched])];
}

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const TEMPLATES = ['AWS::EC2::LaunchTemplate', 'AWS::AutoScaling::LaunchConfiguration'];

type Properties = Readonly<Record<string, unknown>>;

function launchesOf({ MixedInstancesPolicy, LaunchConfigurationName }: Properties): unknown[] {
  return [MixedInstancesPolicy, LaunchConfigurationName];
}

function ofTypes(
  stack: Stack,
  types: readonly string[],
  isMeant: (properties: Properties) => boolean,
): string[] {
  return types
    .flatMap(stack.resourcesOfType)
    .filter(({ resource }) => isMeant(resource.Properties ?? {}))
    .map(({ logicalId }) => logicalId);
}

/** Whether a value has the id of a resource: an attribute, such as its address, is what others use of it. */
function namesById(value: unknown, logicalId: string): boolean {
  if (Array.isArray(value)) return value.some((each) => namesById(each, logicalId));
  if (!isObject(value)) return false;
  return Object.entries(value).some(([key, item]) => {
    if (key === 'Ref') return item === logicalId;
    if (key === 'Fn::Sub' && typeof item === 'string')
      return parseSub(item).some((part) => 'name' in part && part.name === logicalId);
    if (key === 'Fn::GetAtt') return ID_ATTRIBUTES.some((name) => isAttribute(item, logicalId, name));
    return namesById(item, logicalId);
  });
}

const ID_ATTRIBUTES = ['Id', 'InstanceId', 'LaunchTemplateId'];

function isAttribute(item: unknown, logicalId: string, name: string): boolean {
  return Array.isArray(item) ? item[0] === logicalId && item[1] === name : item === `${logicalId}.${name}`;
}
