import { afterAll, beforeAll, expect, test } from 'vitest';
import { BROKEN } from './doctor-broken.js';
import { CANARY, type SharedTmux, sharedTmux, World } from './doctor-world.js';

let shared: SharedTmux;
beforeAll(async () => {
  shared = await sharedTmux();
});
afterAll(() => shared.tmux.end());

test.each(BROKEN.map(([what, spoil, ...expected]) => ({ what, spoil, expected })))(
  '$what',
  async ({ spoil, expected }) => {
    const world = new World(shared);
    spoil(world);
    const found = await world.findings();
    const trouble = found.filter(({ level }) => level === 'bad' || level === 'warn');
    expect(trouble.map(({ id, level }) => `${level} ${id}`).sort()).toEqual([...expected].sort());
    for (const { what, mend } of trouble) {
      expect(what).not.toBe('');
      expect(mend).not.toBe('');
    }
    expect(JSON.stringify(found)).not.toContain(CANARY);
  },
);
