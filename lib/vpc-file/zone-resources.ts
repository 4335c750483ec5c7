/** The private hosted zones of the VPC as resources of a template. Pure. */
import { fitsPattern, namesOfEndpoint } from '../lab/template/private-dns-names.ts';
import { type Entry, entry } from './resource.ts';
import type { VpcFile } from './vpc-file.ts';

type Zone = NonNullable<VpcFile['hostedZones']>[number];

export function zoneResources(file: VpcFile): Entry[] {
  return (file.hostedZones ?? [])
    .filter((zone) => !isOfEndpoint(zone, file))
    .map(({ id, name }) =>
      entry(id, 'AWS::Route53::HostedZone', { Name: name, VPCs: [{ VPCId: { Ref: file.vpc.id } }] }),
    );
}

/** AWS keeps a zone for the private names of an interface endpoint: the endpoint itself says where these lead. */
function isOfEndpoint({ name, ofService }: Zone, { vpcEndpoints, region }: VpcFile): boolean {
  const zone = name.toLowerCase().replace(/\.$/, '');
  return (
    ofService &&
    (vpcEndpoints ?? [])
      .filter(({ privateDns }) => privateDns)
      .flatMap(({ serviceName }) => namesOfEndpoint(serviceName, region, []))
      .some((pattern) => fitsPattern(zone, pattern) || pattern === `*.${zone}`)
  );
}
