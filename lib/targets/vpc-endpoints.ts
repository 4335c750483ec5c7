/** The services whose VPC endpoints a template has: something in the VPC is meant to call them. */
import type { Stack } from '../lab/template/stack.ts';
import { type Finding, gapAt, targetAt } from './finding.ts';
import { endpointNames, serviceOfHost } from './hosts/service-hosts.ts';
import { readerOf } from './read-value.ts';

export function endpointFindings(stack: Stack): Finding[] {
  return stack.resourcesOfType('AWS::EC2::VPCEndpoint').flatMap((resource) => {
    const place = { logicalId: resource.logicalId, where: 'ServiceName' };
    const read = readerOf(stack, resource).read(resource.resource.Properties?.ServiceName);
    if ('problem' in read) return [gapAt(place, 'unreadable', read.problem)];
    const serviceName = String(read.value);
    const service = serviceName.replace(/^(cn\.)?com\.amazonaws\.[^.]+\./, '');
    // A registry's own names begin with the account; what the API of ECR is asked for leads to them.
    const host = endpointNames(service, stack.region).find((name) => !name.startsWith('*'));
    if (host === undefined) return isRegistry(service) ? [] : [unknownService(place, serviceName)];
    return [
      targetAt(
        { ...place, where: `VPC endpoint ${serviceName}` },
        { url: `https://${host}`, host, service: serviceOfHost(host, stack.region) ?? service },
      ),
    ];
  });
}

function isRegistry(service: string): boolean {
  return service === 'ecr.dkr';
}

function unknownService(place: { logicalId: string; where: string }, serviceName: string): Finding {
  return gapAt(
    place,
    'unknown',
    `natless does not know the hosts of ${serviceName}: name them with --target`,
  );
}
