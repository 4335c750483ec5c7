/** The notice about functions that ask for IPv6 while one of their subnets has none. Pure. */
import type { Model } from '../../template/model.ts';

/**
 * Lambda is documented to connect a function over IPv6 only if all of its subnets are dual-stack (Lambda Developer Guide, "IPv6
 * support"). Whether it refuses the others was not tried, so the lab goes on and says so.
 */
export function mixedSubnets({ workloads, subnets }: Pick<Model, 'workloads' | 'subnets'>): string[] {
  const functions = workloads.filter(({ kind, ipv6 }) => kind === 'function' && ipv6 === 'yes');
  const byFunction = Map.groupBy(functions, ({ logicalId }) => logicalId);
  return [...byFunction].flatMap(([logicalId, places]) => {
    const without = subnets.filter(
      ({ id, ipv6CidrBlock }) => ipv6CidrBlock === null && places.some(({ subnetId }) => subnetId === id),
    );
    if (without.length === 0) return [];
    const names = without.map((subnet) => subnet.logicalId).join(', ');
    return [
      `${logicalId} (AWS::Lambda::Function): Ipv6AllowedForDualStack needs an IPv6 block in each subnet of the function, as AWS documents it, and there is none in ${names}: Lambda may refuse the function, or give it no IPv6 in the others either`,
    ];
  });
}
