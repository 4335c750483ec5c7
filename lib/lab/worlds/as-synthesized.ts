/** The template and the internet as they are. */
import { controlsSilent, healthy, type World } from './world.ts';

export const asSynthesized: World = {
  name: 'as-synthesized',
  summary: 'the template and the internet as they are',
  expectTarget: healthy,
  expectControls: controlsSilent,
};
