import { describe, expect, it } from 'vitest';
import { busy, idle, limited, limitRow, row } from './support/readings.js';
import { opened, RESET } from './support/scenes.js';
import { SECOND } from './support/world.js';

/** The person has swapped to `personal` by hand, while `work` was free and its session at work. */
function swappedByHand() {
  const { world, seat } = opened();
  seat.write(row('prompt', world.wallMs)).show(busy());
  world.pass(SECOND).poll();
  world.command({ type: 'swap', to: 'personal', force: false });
  world.run(2 * SECOND);
  expect(world.flips()).toHaveLength(1);
  return { world, seat };
}

describe('a limit soon after a swap', () => {
  it('of a request sent behind an answer to the new account is the new account’s', () => {
    const { world, seat } = swappedByHand();
    seat.write(row('tool-result', world.wallMs));
    world.pass(4 * SECOND).poll();
    seat.write(limitRow(world.wallMs, RESET)).show(limited({ resetsAtMs: RESET }));
    world.pass(SECOND).poll();
    expect(world.hits.at(-1)).toMatchObject({ account: 'personal' });
  });

  it('of a request nobody can date is the old account’s', () => {
    const { world, seat } = swappedByHand();
    world.pass(4 * SECOND).poll();
    seat.write(limitRow(world.wallMs, RESET)).show(limited({ resetsAtMs: RESET }));
    world.pass(SECOND).poll();
    expect(world.hits.at(-1)).toMatchObject({ account: 'work' });
  });

  it('of the window the old account was left for stays the old account’s', () => {
    const { world, seat } = opened();
    seat.write(limitRow(world.wallMs, RESET)).show(limited({ resetsAtMs: RESET }));
    world.run(3 * SECOND);
    expect(world.flips()).toEqual(['work→personal (monitor)']);
    const other = world.seat('ccl-2');
    other.write(row('prompt', world.wallMs)).show(idle());
    world.pass(SECOND).poll();
    other.write(limitRow(world.wallMs, RESET)).show(limited({ resetsAtMs: RESET }));
    world.pass(SECOND).poll();
    expect(world.hits.at(-1)).toMatchObject({ account: 'work' });
  });
});
