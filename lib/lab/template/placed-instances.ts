/** Where EC2 instances stand: those of a template, and those of its Auto Scaling groups. */
import type { z } from 'zod';
import { UserError } from '../../user-error.ts';
import { type LazyValue, lazyProperties } from './lazy-value.ts';
import type { Place, PlaceContext, ReadPlaces } from './place.ts';
import { flag, number, optionalText, textList } from './property-types.ts';
import type { Stack, StackResource } from './stack.ts';

export const instancePlaces: ReadPlaces = (properties, resource, context) => {
  const layers = [properties, ...launchTemplate(properties.at('LaunchTemplate'), context.stack)];
  const subnetId = first(interfaceFirst(layers, context.stack), ['SubnetId'], optionalText);
  if (subnetId === undefined) return [];
  return [placeOf([subnetId], layers, hasElasticIp(resource, context.stack), context)];
};

export const groupPlaces: ReadPlaces = (properties, _, context) => {
  const subnetIds = properties.at('VPCZoneIdentifier').read(textList.optional()) ?? [];
  if (subnetIds.length === 0) return [];
  const specification = ['LaunchTemplate', 'LaunchTemplateSpecification'];
  const layers = [
    ...launchTemplate(properties.at('LaunchTemplate'), context.stack),
    ...launchTemplate(properties.at('MixedInstancesPolicy', ...specification), context.stack),
    ...launchConfiguration(properties.at('LaunchConfigurationName'), context.stack),
  ];
  return [placeOf(subnetIds, layers, false, context)];
};

function placeOf(
  subnetIds: readonly string[],
  layers: readonly LazyValue[],
  hasElastic: boolean,
  { stack, subnets }: PlaceContext,
): Place {
  const all = interfaceFirst(layers, stack);
  const count = first(all, ['Ipv6AddressCount', 'Ipv6PrefixCount'], number.optional());
  const addresses = all.flatMap((layer) => [layer.at('Ipv6Addresses'), layer.at('Ipv6Prefixes')]);
  const named = addresses.some((list) => list.items().length > 0) || (count ?? 0) > 0;
  // An interface in an IPv6-only subnet has nothing else (EC2 User Guide, "IPv6-only subnets").
  const isIpv6Only = (id: string) => subnets.some((each) => each.id === id && each.ipv4CidrBlock === null);
  const isPublic = first(all, ['AssociatePublicIpAddress'], flag);
  return {
    subnetIds,
    securityGroupIds:
      first(all, ['GroupSet', 'Groups', 'SecurityGroupIds', 'SecurityGroups'], textList.optional()) ?? [],
    // A count of 0 turns off what the subnet would assign.
    ipv6: (id) => (named || isIpv6Only(id) || (count === undefined && assignsIpv6(id, stack)) ? 'yes' : 'no'),
    publicIpv4: (id) =>
      hasElastic || (isPublic ?? subnets.some((each) => each.id === id && each.mapPublicIpOnLaunch)),
  };
}

/** The first of the layers that sets one of the properties decides. */
function first<Output>(
  layers: readonly LazyValue[],
  names: readonly string[],
  schema: z.ZodType<Output | undefined>,
): Output | undefined {
  const found = layers.flatMap((layer) => names.map((name) => layer.at(name))).find((value) => value.isSet());
  return found?.read(schema);
}

/** What says more about the primary interface comes first: the interface itself, then what describes it. */
function interfaceFirst(layers: readonly LazyValue[], stack: Stack): readonly LazyValue[] {
  const described = layers.flatMap((layer) =>
    layer
      .at('NetworkInterfaces')
      .items()
      .filter((each) => (each.at('DeviceIndex').read(number.optional()) ?? 0) === 0)
      .slice(0, 1),
  );
  return [...described.flatMap((each) => ownInterface(each, stack)), ...described, ...layers];
}

function ownInterface(described: LazyValue, stack: Stack): LazyValue[] {
  const id = described.at('NetworkInterfaceId').read(optionalText);
  if (id === undefined) return [];
  const own = found(stack, 'AWS::EC2::NetworkInterface', id);
  return described.at('SubnetId').isSet() ? own : requireSome(own, `network interface "${id}"`);
}

function launchTemplate(reference: LazyValue, stack: Stack): LazyValue[] {
  const id = reference.at('LaunchTemplateId').read(optionalText);
  const name = reference.at('LaunchTemplateName').read(optionalText);
  const wanted = id ?? name;
  if (wanted === undefined) return [];
  const templates = stack
    .resourcesOfType('AWS::EC2::LaunchTemplate')
    .filter(
      (resource) =>
        stack.refOf(resource.logicalId) === id || (name !== undefined && nameOf(resource, stack) === name),
    );
  const data = templates.map((resource) => lazyProperties(stack, resource).at('LaunchTemplateData'));
  return requireSome(data, `launch template "${wanted}"`);
}

function nameOf(resource: StackResource, stack: Stack): string | undefined {
  return lazyProperties(stack, resource).at('LaunchTemplateName').read(optionalText);
}

function launchConfiguration(reference: LazyValue, stack: Stack): LazyValue[] {
  const name = reference.read(optionalText);
  if (name === undefined) return [];
  return requireSome(
    found(stack, 'AWS::AutoScaling::LaunchConfiguration', name),
    `launch configuration "${name}"`,
  );
}

/** What another stack says of an instance is unknown here. */
function requireSome(layers: LazyValue[], name: string): LazyValue[] {
  if (layers.length > 0) return layers;
  throw new UserError(`what its ${name} gives it is unknown, since the template does not have it`);
}

function found(stack: Stack, type: string, ref: string): LazyValue[] {
  return stack
    .resourcesOfType(type)
    .filter(({ logicalId }) => stack.refOf(logicalId) === ref)
    .map((resource) => lazyProperties(stack, resource));
}

function assignsIpv6(subnetId: string, stack: Stack): boolean {
  const subnets = found(stack, 'AWS::EC2::Subnet', subnetId);
  return subnets.some((subnet) => subnet.at('AssignIpv6AddressOnCreation').read(flag) ?? false);
}

function hasElasticIp({ logicalId }: StackResource, stack: Stack): boolean {
  const types = ['AWS::EC2::EIP', 'AWS::EC2::EIPAssociation'];
  return types
    .flatMap(stack.resourcesOfType)
    .some(
      (each) => lazyProperties(stack, each).at('InstanceId').read(optionalText) === stack.refOf(logicalId),
    );
}
