import { expect, it } from 'vitest';
import { limited, limitRow } from './support/readings.js';
import { HOUR, SECOND, World } from './support/world.js';

/** The median of the times of 40 unchanged polls over 200 sessions, in milliseconds. */
function unchangedPoll(world: World): number {
  const times = Array.from({ length: 40 }, () => {
    world.pass(SECOND);
    const start = performance.now();
    world.look();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return times[20] ?? 0;
}

it('a poll in which nothing changed costs little, with 200 sessions at rest or all at their limit', () => {
  const world = new World({ mode: 'observe' });
  const seats = Array.from({ length: 200 }, (_, n) => world.seat(`ccl-${n}`));
  world.open();
  world.strict = false;
  const rest = unchangedPoll(world);
  const resetsAtMs = world.wallMs + 3 * HOUR;
  for (const seat of seats) seat.write(limitRow(world.wallMs, resetsAtMs)).show(limited({ resetsAtMs }));
  world.poll();
  expect(world.hits).toHaveLength(200);
  const atLimit = unchangedPoll(world);
  // A generous multiple of what a loaded machine needs; a quadratic mistake costs far more.
  expect({ rest: rest < 10, atLimit: atLimit < 20 }).toEqual({ rest: true, atLimit: true });
});
