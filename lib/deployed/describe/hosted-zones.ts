/** The private hosted zones that are associated with the VPC, of every owner. Their records are not read. */
import {
  type HostedZoneSummary,
  ListHostedZonesByVPCCommand,
  Route53Client,
  type VPCRegion,
} from '@aws-sdk/client-route-53';
import type { VpcFile } from '../../vpc-file/vpc-file.ts';
import type { Asker } from './ask.ts';

export function readHostedZones(
  asker: Asker,
  vpcId: string,
  region: string,
): Promise<VpcFile['hostedZones']> {
  return asker.ask({
    what: 'private hosted zones',
    permission: 'route53:ListHostedZonesByVPC',
    client: Route53Client,
    ask: async (client, options) => {
      const zones: HostedZoneSummary[] = [];
      let NextToken: string | undefined;
      do {
        // The SDK's list of Regions is older than the newest Region.
        const command = new ListHostedZonesByVPCCommand({
          VPCId: vpcId,
          VPCRegion: region as VPCRegion,
          NextToken,
        });
        const page = await client.send(command, options);
        zones.push(...(page.HostedZoneSummaries ?? []));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return zones.map(({ HostedZoneId = '', Name = '', Owner }) => ({
        id: HostedZoneId,
        name: Name,
        ofService: Owner?.OwningService !== undefined,
      }));
    },
  });
}
