/** The VPC endpoints that have a policy of their own, and where they answer. */
import { placeEndpointInterfaces } from '../../lab/kernel/kernel.ts';
import { possibleDecision } from '../../lab/services/aws/iam/possible-decision.ts';
import type { Model, VpcEndpoint } from '../../lab/template/model.ts';
import type { PolicedEndpoint } from '../../what-if/policed-endpoint.ts';

export function policedEndpoints(model: Model): PolicedEndpoint[] {
  return model.endpoints
    .filter(({ policyDocument }) => policyDocument !== null)
    .map((endpoint) => ({
      ...{ id: endpoint.id, logicalId: endpoint.logicalId, service: endpoint.service },
      addresses: addressesOf(endpoint, model),
      decide: (call) => possibleDecision(endpoint.policyDocument, call),
    }));
}

/** Those of its interfaces, of both families. */
export function addressesOf({ id }: VpcEndpoint, model: Model): string[] {
  return placeEndpointInterfaces(model)
    .filter(({ endpointId }) => endpointId === id)
    .flatMap(({ ipv4Address, ipv6Address }) => [ipv4Address ?? [], ipv6Address ?? []].flat());
}
