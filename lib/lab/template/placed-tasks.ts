/** Where ECS tasks with a network interface of their own stand: those of services, and those that a schedule or an event starts. */
import type { LazyValue } from './lazy-value.ts';
import type { Place, PlaceContext, ReadPlaces } from './place.ts';
import { optionalText, textList } from './property-types.ts';

export const servicePlaces: ReadPlaces = (properties, _, context) =>
  configured(properties.at('NetworkConfiguration', 'AwsvpcConfiguration'), context);

/** AWS::Events::Rule writes the name of the configuration in its own way. */
export const rulePlaces: ReadPlaces = (properties, _, context) =>
  properties
    .at('Targets')
    .items()
    .flatMap((target) =>
      configured(target.at('EcsParameters', 'NetworkConfiguration', 'AwsVpcConfiguration'), context),
    );

export const schedulePlaces: ReadPlaces = (properties, _, context) =>
  configured(
    properties.at('Target', 'EcsParameters', 'NetworkConfiguration', 'AwsvpcConfiguration'),
    context,
  );

function configured(configuration: LazyValue, { subnets }: PlaceContext): Place[] {
  const subnetIds = configuration.at('Subnets').read(textList.optional()) ?? [];
  if (subnetIds.length === 0) return [];
  const isPublic = configuration.at('AssignPublicIp').read(optionalText) === 'ENABLED';
  const isIpv6Only = (id: string) => subnets.some((each) => each.id === id && each.ipv4CidrBlock === null);
  return [
    {
      subnetIds,
      securityGroupIds: configuration.at('SecurityGroups').read(textList.optional()) ?? [],
      // Only in a dual-stack subnet does it depend on the account setting dualStackIPv6 (ECS Developer Guide).
      ipv6: (id) => (isIpv6Only(id) ? 'yes' : 'assumed'),
      publicIpv4: () => isPublic,
    },
  ];
}
