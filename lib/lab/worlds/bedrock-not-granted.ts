/** Bedrock Runtime is reached, but the account has no access to the model. */
import { addHost } from './hosts.ts';
import { controlsSilent, failed, PASSES, type World } from './world.ts';

export const bedrockNotGranted: World = {
  name: 'bedrock-not-granted',
  summary: 'Bedrock Runtime has a dual-stack endpoint, and the account no access to the model',
  changeInternet: (internet, { region }) =>
    addHost(internet, `bedrock-runtime.${region}.api.aws`, 'bedrock-runtime-not-granted'),
  expectTarget: (id) => (id === 'bedrock-runtime' ? failed('AccessDenied') : PASSES),
  expectControls: controlsSilent,
};
