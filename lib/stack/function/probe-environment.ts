/** The environment that the stack gives a probe, function or task. */
import { ENV } from '../../../lambda/report/stack-contract.ts';
import type { ProbedNetwork } from '../network/probed-network.ts';
import type { Settings } from '../settings.ts';
import type { TargetResource } from '../targets/target-resource.ts';

interface ProbeEnvironmentProps {
  readonly settings: Pick<Settings, 'iamWitness' | 'eventTargets'>;
  /** The TCP ports that the security group lets out. */
  readonly ports: readonly number[];
  /** EC2's names of the services that have an endpoint in the probe's subnet. */
  readonly endpointServices: readonly string[];
  readonly targets: readonly TargetResource[];
}

/** The same for all probes. */
export function probeEnvironment({
  settings,
  ports,
  endpointServices,
  targets,
}: ProbeEnvironmentProps): Readonly<Record<string, string>> {
  return Object.assign(
    {
      [ENV.iamWitness]: String(settings.iamWitness),
      [ENV.eventTargets]: String(settings.eventTargets),
      [ENV.openPorts]: ports.join(','),
      ...(endpointServices.length > 0 && { [ENV.vpcEndpoints]: endpointServices.join(',') }),
    },
    ...targets.map(({ environment }) => environment),
  );
}

/** Leaves out what is unknown. @param place the subnet's part, where it is known beforehand */
export function networkEnvironment(
  { vpc, ipv4CidrBlock, ipv6CidrBlocks, gatewayId }: ProbedNetwork,
  place: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return {
    [ENV.vpcId]: vpc.vpcId,
    ...(ipv4CidrBlock !== null && { [ENV.vpcIpv4CidrBlock]: ipv4CidrBlock }),
    [ENV.vpcIpv6CidrBlock]: ipv6CidrBlocks.join(','),
    ...place,
    ...(gatewayId !== null && { [ENV.gatewayId]: gatewayId }),
  };
}
