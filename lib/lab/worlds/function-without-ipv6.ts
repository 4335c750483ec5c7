/** The functions do not take the IPv6 address that their subnets offer: Lambda's flag is off, which is its default. */
import { changeFunctions } from './functions.ts';
import { controlsMeaningless, silent, type World } from './world.ts';

export const functionWithoutIpv6: World = {
  name: 'function-without-ipv6',
  summary: 'Ipv6AllowedForDualStack is off',
  changeTemplate: (template) =>
    changeFunctions(template, ({ VpcConfig, ...properties }) => ({
      ...properties,
      VpcConfig: { ...(VpcConfig as object), Ipv6AllowedForDualStack: false },
    })),
  expectTarget: (id) => silent(id === 'bedrock-runtime' ? 'NoSuchHost' : 'NetworkUnreachable'),
  expectControls: controlsMeaningless,
};
