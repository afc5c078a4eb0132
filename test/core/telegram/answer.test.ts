import { expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../src/core/time.js';
import { hit, opened } from '../engine/support/scenes.js';

test('the answer to a proposal that names another one is refused and leaves it standing', () => {
  const { world, seat } = opened({ mode: 'confirm' });
  hit(world, seat);
  world.poll().run(MINUTE, 10 * SECOND);
  const at = world.snapshot.proposal?.at ?? '';
  const before = new Date(Date.parse(at) - 1).toISOString();
  expect(world.command({ type: 'answer', yes: true, of: before })).toMatchObject({ status: 'refused' });
  expect(world.command({ type: 'answer', yes: false, of: before })).toMatchObject({ status: 'refused' });
  expect(world.snapshot.proposal?.at).toBe(at);
  expect(world.flips()).toEqual([]);
  expect(world.command({ type: 'answer', yes: true, of: at }).status).toBe('started');
  expect(world.flips()).toEqual(['work→personal (person)']);
});
