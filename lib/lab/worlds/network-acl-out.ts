/** The subnets' network ACL lets nothing out. */
import { ALLOW_REPLIES, addNetworkAcl } from './network-acls.ts';
import { controlsMeaningless, silent, type World } from './world.ts';

export const networkAclOut: World = {
  name: 'network-acl-out',
  summary: "the subnets' network ACL lets nothing out",
  changeTemplate: (template) => addNetworkAcl(template, ALLOW_REPLIES),
  expectTarget: (id) => silent(id === 'bedrock-runtime' ? 'NoSuchHost' : 'ConnectTimeout'),
  expectControls: controlsMeaningless,
};
