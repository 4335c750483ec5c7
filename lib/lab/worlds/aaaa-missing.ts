/** S3's dual-stack names lose their AAAA records: what a service looks like that has no IPv6. */
import { controlsSilent, healthy, silent, type World } from './world.ts';

const AFFECTED = ['s3', 's3-list-buckets'];

export const aaaaMissing: World = {
  name: 'aaaa-missing',
  summary: "S3's dual-stack names have no AAAA record",
  changeInternet: ({ hosts }) => ({
    hosts: hosts.map((host) => (host.name.includes('s3.dualstack.') ? { ...host, ipv6: [] } : host)),
  }),
  expectTarget: (id) => (AFFECTED.includes(id) ? silent('NoAaaaRecord') : healthy(id)),
  expectControls: controlsSilent,
};
