/** Every table of packets, by theme. */
import { faults } from './faults.ts';
import { gateways } from './gateways.ts';
import { networkAcls } from './network-acls.ts';
import { routing } from './routing.ts';
import type { Scenario } from './scenario.ts';
import { securityGroups } from './security-groups.ts';

export const SCENARIOS: Readonly<Record<string, readonly Scenario[]>> = {
  routing,
  'security groups': securityGroups,
  'network ACLs': networkAcls,
  'NAT gateways': gateways.nat,
  NAT64: gateways.nat64,
  'Block Public Access': gateways.publicAccess,
  'VPC endpoints': gateways.endpoints,
  faults,
};
