import { describe, expect, it } from 'vitest';
import { busy, idle } from './support/readings.js';
import { hit } from './support/scenes.js';
import { MINUTE, SECOND, World } from './support/world.js';

/** A swap away from the account on which `ccl-2`, a CLI that keeps its login, still works. */
function left() {
  const world = new World();
  const [one, two] = [world.seat('ccl-1'), world.seat('ccl-2', { version: '2.1.80' })];
  two.show(busy());
  world.open().pass(SECOND);
  hit(world, one);
  world.poll().run(30 * SECOND);
  return { world, two };
}

describe('a working session of a CLI that keeps its login', () => {
  it('finishes its turn, then is started again with its conversation, and nothing is typed', () => {
    const { world, two } = left();
    expect(world.ordersOf('restart')).toBe(0);
    two.show(idle());
    world.run(30 * SECOND);
    expect(world.ordered.filter((effect) => effect.type === 'restart')).toMatchObject([
      { name: 'ccl-2', conversation: 'conv-2' },
    ]);
    expect(world.typed).toEqual(['ccl-1']);
    expect(world.flips()).toHaveLength(1);
  });

  it('is left alone while a draft stands in it', () => {
    const { world, two } = left();
    two.show(idle({ composer: { state: 'draft', text: 'half a thought' } }));
    world.run(2 * MINUTE, 5 * SECOND);
    expect(world.ordersOf('restart')).toBe(0);
    two.show(idle());
    world.run(30 * SECOND);
    expect(world.ordersOf('restart')).toBe(1);
  });

  it('is left alone for good when its turn outlasts the drain', () => {
    const { world, two } = left();
    world.run(11 * MINUTE, 5 * SECOND);
    expect(world.log.filter((line) => line.includes('it is left alone'))).toHaveLength(1);
    two.show(idle());
    world.run(MINUTE, 5 * SECOND);
    expect(world.ordersOf('restart')).toBe(0);
  });
});
