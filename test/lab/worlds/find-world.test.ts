import { describe, expect, test } from 'vitest';
import { findWorld } from '../../../lib/lab/worlds/find-world.ts';
import { WORLDS } from '../../../lib/lab/worlds/worlds.ts';

describe('findWorld', () => {
  test.each(WORLDS)('finds $name by its file', async (world) => {
    expect(await findWorld(world.name)).toBe(world);
  });

  test.each(['absent', 'world', '../worlds/as-synthesized', ''])(
    'refuses "%s", naming all there are',
    async (name) => {
      await expect(findWorld(name)).rejects.toThrow(
        `there is no world "${name}": the worlds are as-synthesized, no-default-route`,
      );
    },
  );
});
