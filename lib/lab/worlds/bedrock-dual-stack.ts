/** The day on which AWS ships a dual-stack endpoint of Bedrock Runtime. */
import { addHost } from './hosts.ts';
import { controlsSilent, PASSES, type World } from './world.ts';

export const bedrockDualStack: World = {
  name: 'bedrock-dual-stack',
  summary: 'Bedrock Runtime has a dual-stack endpoint',
  changeInternet: (internet, { region }) =>
    addHost(internet, `bedrock-runtime.${region}.api.aws`, 'bedrock-runtime'),
  expectTarget: () => PASSES,
  expectControls: controlsSilent,
};
