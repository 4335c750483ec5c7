/** The stack as it is: what every other world differs from. */
import { healthy } from '../expectations.ts';
import type { Theme } from '../world.ts';

export const unchanged: Theme = {
  title: 'Nothing changed',
  worlds: [
    {
      name: 'as-synthesized',
      summary: 'the template and the internet as they are',
      expectTarget: healthy,
    },
  ],
};
