import { expect, it } from 'vitest';
import { House } from './support/house.js';

it('looks at nothing while it is suspended, and at once when it goes on', async () => {
  const house = await new House().start();
  await house.clock.pass(2_000);
  await house.supervisor.suspend();
  const before = house.tmux.lists;
  await house.clock.pass(60_000);
  expect(house.tmux.lists).toBe(before);
  house.supervisor.goOn();
  expect(house.tmux.lists).toBe(before + 1);
  await house.clock.pass(3_000);
  expect(house.tmux.lists - before).toBe(4);
});

it('goes on after a stop it was not told of with one poll more, not with a second chain', async () => {
  const house = await new House().start();
  await house.clock.pass(2_500);
  const before = house.tmux.lists;
  house.supervisor.goOn();
  await house.clock.pass(3_000);
  expect(house.tmux.lists - before).toBe(4);
});
