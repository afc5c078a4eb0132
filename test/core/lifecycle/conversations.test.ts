import { describe, expect, test } from 'vitest';
import { drop, poolWorld, task } from '../engine/support/pool.js';
import { row } from '../engine/support/readings.js';
import { SECOND } from '../engine/support/world.js';

const SHARED = '99999999-0000-4000-8000-000000000001';

/** Two rooms that both had the same conversation, one after the other; `open`: the second one has it still. */
function twoRooms() {
  const world = poolWorld(2);
  const [first, second] = world.seats;
  if (!first || !second) throw new Error('no seats');
  for (const seat of [first, second]) {
    seat.conversation = SHARED;
    seat.write(row('prompt', world.wallMs), row('reply', world.wallMs));
  }
  world.open().run(2 * SECOND);
  return { world, first, second };
}

describe('a conversation is open in one process at a time', () => {
  test('a room does not resume what another one has open by now', () => {
    const { world, first } = twoRooms();
    world.end(first, 1).run(2 * SECOND);
    const launch = world.ordered.find((effect) => effect.type === 'launch');
    expect(launch).toMatchObject({ room: 'ccl-1', conversation: { how: 'new' } });
    expect(launch?.type === 'launch' && launch.conversation.id).not.toBe(SHARED);
  });

  test('of two rooms that have ended one brings it back', () => {
    const { world, first, second } = twoRooms();
    world
      .end(first, 1)
      .end(second, 1)
      .run(2 * SECOND);
    const launches = world.ordered.filter((effect) => effect.type === 'launch');
    expect(launches.map((launch) => launch.conversation.how).sort()).toEqual(['new', 'resume']);
  });

  test('a task goes on with it in the very session that rests in it', () => {
    const world = poolWorld(3);
    const last = world.seats[2];
    if (last) last.conversation = SHARED;
    last?.write(row('prompt', world.wallMs), row('reply', world.wallMs));
    world.open().run(2 * SECOND);
    drop(world, 'a', { conversation: SHARED }).run(3 * SECOND);
    expect(task(world, 'a')).toMatchObject({ state: 'running', session: 'ccl-3' });
  });

  test('a task waits while a room is being started again with it', () => {
    const { world, first } = twoRooms();
    const [, second] = world.seats;
    if (second) second.conversation = 'another';
    world.run(2 * SECOND);
    world.end(first, 1).look();
    world.queue.add('a', { conversation: SHARED });
    world.showQueue().look();
    const launches = world.ordered.filter((effect) => effect.type === 'launch');
    expect(launches.map(({ room, conversation }) => [room, conversation.id])).toEqual([['ccl-1', SHARED]]);
    expect(task(world, 'a').state).toBe('waiting');
  });
});
