/** Worlds about what the resolver answers. */
import { addressAt, parseCidr } from '../../template/cidr.ts';
import { CHECKIP, changeHosts, hostsWith, S3, STS } from '../change/hosts.ts';
import { healthy, healthyExcept, noPath, S3_TARGETS } from '../expectations.ts';
import type { Theme } from '../world.ts';

/** In the block's first subnet, far from the addresses that the lab assigns. */
const UNUSED_ADDRESS = 0xffff;

export const dns: Theme = {
  title: 'DNS',
  worlds: [
    {
      name: 'aaaa-missing',
      summary: "S3's dual-stack names have no AAAA record",
      note: 'This is how a service without IPv6 looks.',
      changeInternet: hostsWith(S3, { ipv6: [] }),
      expectTarget: healthyExcept(S3_TARGETS, noPath('NoAaaaRecord')),
    },
    {
      name: 'a-records-missing',
      summary: 'checkip has no A record: it passes, without an IPv4 control of its own',
      note: 'Hosts such as api6.ipify.org have AAAA records only.',
      changeInternet: hostsWith(CHECKIP, { ipv4: [] }),
      expectTarget: healthy,
    },
    {
      name: 'names-inside-vpc',
      summary: 'the resolver answers for STS with an unused address inside the VPC',
      note: 'A private hosted zone leaves this behind when its endpoint is deleted.',
      changeInternet: (internet, { vpc }) =>
        changeHosts(internet, STS, {
          ipv6: vpc.ipv6CidrBlocks.map((block) => addressAt(parseCidr(block), UNUSED_ADDRESS)),
        }),
      expectTarget: healthyExcept(['sts'], noPath('ConnectTimeout')),
    },
    {
      name: 'dns-fails',
      summary: 'the resolver answers SERVFAIL for STS',
      changeInternet: hostsWith(STS, { dns: 'servfail' }),
      expectTarget: healthyExcept(['sts'], noPath('DnsFailed')),
    },
    {
      name: 'dns-silent',
      summary: 'the resolver never answers for STS',
      changeInternet: hostsWith(STS, { dns: 'silent' }),
      expectTarget: healthyExcept(['sts'], noPath('DnsTimeout')),
    },
  ],
};
