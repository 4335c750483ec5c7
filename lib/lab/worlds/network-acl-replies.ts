/** The subnets' network ACL lets everything out, and no reply in: it is stateless, and knows no connections. */
import { ALLOW_OUT, addNetworkAcl } from './network-acls.ts';
import { controlsMeaningless, silent, type World } from './world.ts';

export const networkAclReplies: World = {
  name: 'network-acl-replies',
  summary: "the subnets' network ACL lets no reply in",
  changeTemplate: (template) => addNetworkAcl(template, ALLOW_OUT),
  expectTarget: (id) => silent(id === 'bedrock-runtime' ? 'NoSuchHost' : 'ConnectTimeout'),
  expectControls: controlsMeaningless,
};
