import { expect, it } from 'vitest';
import type { Session } from '../../../src/core/engine/state.js';
import { account, World } from './support/world.js';

function opened() {
  const world = new World({ accounts: [account('work', 1), account('home', 2)] });
  const { id } = world.seat('api');
  world.open().pass(1_000).poll().pass(1_000).poll();
  const session = (): Session | undefined => world.state.live.sessions[id];
  return { world, id, session };
}

it('a session of which nothing is new stays the same object', () => {
  const { world, session } = opened();
  const before = session();
  world.pass(1_000).poll();
  expect(session()).toBe(before);
});

it('one that is to be looked at anew counts as seen after the next look, though nothing is new', () => {
  const { world, id, session } = opened();
  const { live } = world.state;
  const sessions = { ...live.sessions, [id]: { ...session(), blind: true } as Session };
  world.state = { ...world.state, live: { ...live, sessions } };
  world.pass(1_000).poll();
  expect(session()?.blind).toBe(false);
});
