/** The same loss, and the option that has Node wait for IPv6 as long as it takes. */

import { loseFirstSyn } from './first-syn-lost.ts';
import { addVariable } from './functions.ts';
import { controlsSilent, healthy, type World } from './world.ts';

export const firstSynLostCured: World = {
  name: 'first-syn-lost-cured',
  summary: 'the same, with the Node option that cures it',
  changeTemplate: (template) =>
    addVariable(template, 'NODE_OPTIONS', '--network-family-autoselection-attempt-timeout=2000'),
  faults: loseFirstSyn,
  expectTarget: healthy,
  expectControls: controlsSilent,
};
