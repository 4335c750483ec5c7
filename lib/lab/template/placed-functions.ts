/** Where Lambda functions stand: AWS::Lambda::Function, and AWS SAM's. */

import { UserError } from '../../user-error.ts';
import type { ReadPlaces } from './place.ts';
import { flag, textList } from './property-types.ts';

export const functionPlaces: ReadPlaces = (properties, _, { subnets }) => {
  const config = properties.at('VpcConfig');
  const subnetIds = config.at('SubnetIds').read(textList.optional()) ?? [];
  if (subnetIds.length === 0) return [];
  const single = subnets.find(({ id, ipv4CidrBlock }) => subnetIds.includes(id) && ipv4CidrBlock === null);
  // Lambda Developer Guide, "IPv6 support".
  if (single)
    throw new UserError(`Lambda refuses a function in an IPv6-only subnet, as ${single.logicalId} is`);
  // Without the flag, or with false, it has none (Lambda Developer Guide, "IPv6 support").
  const ipv6 = (config.at('Ipv6AllowedForDualStack').read(flag) ?? false) ? 'yes' : 'no';
  return [
    {
      subnetIds,
      securityGroupIds: config.at('SecurityGroupIds').read(textList.optional()) ?? [],
      ipv6: () => ipv6,
      publicIpv4: () => false,
    },
  ];
};
