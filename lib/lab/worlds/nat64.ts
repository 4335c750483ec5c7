/** S3's dual-stack names have no AAAA record, DNS64 makes some up, and NAT64 carries the packets to IPv4. */
import { changeHosts } from './hosts.ts';
import { addNatGateway } from './nat-gateway.ts';
import { functionSubnets } from './network-acls.ts';
import { controlsSilent, failed, healthy, type World } from './world.ts';

export const nat64: World = {
  name: 'nat64',
  summary: "DNS64 and NAT64 stand in for the IPv6 that S3's names have lost",
  changeTemplate: (template) => {
    addNatGateway(template, '64:ff9b::/96');
    for (const subnet of functionSubnets(template)) {
      const { Ref = '' } = subnet as { Ref?: string };
      const resource = template.Resources[Ref];
      if (resource) resource.Properties = { ...resource.Properties, EnableDns64: true };
    }
  },
  changeInternet: (internet) => changeHosts(internet, /s3\.dualstack\./, (host) => ({ ...host, ipv6: [] })),
  expectTarget: (id) =>
    ['s3', 's3-list-buckets'].includes(id) ? failed('Nat64InPath', 'nat64') : healthy(id),
  expectControls: controlsSilent,
};
