/** EC2's dual-stack endpoint has no AAAA record, as in some Regions: nobody can look the route up from inside. */
import { changeHosts } from './hosts.ts';
import { controlsSilent, healthy, silent, type World } from './world.ts';

export const ec2WithoutIpv6: World = {
  name: 'ec2-without-ipv6',
  summary: "EC2's dual-stack endpoint has no AAAA record, so the route is only declared",
  changeInternet: (internet) =>
    changeHosts(internet, /^ec2\..*\.api\.aws$/, (host) => ({ ...host, ipv6: [] })),
  expectTarget: (id) => (id === 'ec2' ? silent('NoAaaaRecord') : declared(healthy(id))),
  expectControls: controlsSilent,
};

/** The same, but for the gateway that nobody looked up. */
export function declared<Expectation extends { readonly path: string }>(expectation: Expectation) {
  return expectation.path === 'eigw' ? { ...expectation, path: 'ipv6' as const } : expectation;
}
