/** STS's name leads to an address of the VPC's own where nobody is: what a private hosted zone leaves behind its endpoint. */
import { addressAt, parseCidr } from '../template/cidr.ts';
import { changeHosts } from './hosts.ts';
import { controlsSilent, healthy, silent, type World } from './world.ts';

/** In the block's first subnet, far from the addresses that the lab gives. */
const OFFSET = 0xffff;

export const namesInsideVpc: World = {
  name: 'names-inside-vpc',
  summary: 'the resolver answers for STS with an address inside the VPC, where there is nobody',
  changeInternet: (internet, { vpc }) =>
    changeHosts(internet, /^sts\..*\.api\.aws$/, (host) => ({
      ...host,
      ipv6: vpc.ipv6CidrBlocks.map((block) => addressAt(parseCidr(block), OFFSET)),
    })),
  expectTarget: (id) => (id === 'sts' ? silent('ConnectTimeout') : healthy(id)),
  expectControls: controlsSilent,
};
