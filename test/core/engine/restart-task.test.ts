import { expect, it } from 'vitest';
import { drop, poolWorld } from './support/pool.js';
import { limited, limitRow } from './support/readings.js';
import { HOUR, SECOND } from './support/world.js';

it('tells the new process of an older CLI which task the old one worked on', () => {
  const world = poolWorld(1);
  world.open().pass(SECOND);
  const [seat] = world.seats;
  if (!seat) throw new Error('no seat');
  seat.version = '2.1.80';
  drop(world, 'a').run(10 * SECOND);
  expect(world.queue.submitted).toEqual(['a']);
  const resetsAtMs = world.wallMs + 3 * HOUR;
  seat.write(limitRow(world.wallMs, resetsAtMs)).show(limited({ resetsAtMs, prompt: 'a' }));
  world.run(4 * SECOND);
  const restarts = world.ordered.filter((effect) => effect.type === 'restart');
  expect(restarts).toMatchObject([{ conversation: seat.conversation, task: 'a' }]);
});
