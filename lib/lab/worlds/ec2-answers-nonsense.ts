/** Something that is not EC2 answers in its place: the route stays unknown, and nothing else suffers. */
import { declared } from './ec2-without-ipv6.ts';
import { changeHosts } from './hosts.ts';
import { controlsSilent, failed, healthy, type World } from './world.ts';

export const ec2AnswersNonsense: World = {
  name: 'ec2-answers-nonsense',
  summary: "something that speaks no XML answers in EC2's place",
  changeInternet: (internet) =>
    changeHosts(internet, /^ec2\..*\.api\.aws$/, (host) => ({ ...host, service: 'website' })),
  expectTarget: (id) => (id === 'ec2' ? failed('ResponseInvalid', 'ipv6') : declared(healthy(id))),
  expectControls: controlsSilent,
};
