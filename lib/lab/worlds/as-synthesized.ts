/** The template and the internet as they are. */
import { CONTROLS_SILENT, HEALTHY, type World } from './world.ts';

export const asSynthesized: World = {
  name: 'as-synthesized',
  summary: 'the template and the internet as they are',
  expectTarget: () => HEALTHY,
  expectControls: CONTROLS_SILENT,
};
