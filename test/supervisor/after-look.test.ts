import { expect, it } from 'vitest';
import { House } from './support/house.js';

it('says after every look that the loop lives, also when tmux is not reached, and is silent when a look hangs', async () => {
  const house = await new House().start();
  let looks = 0;
  house.supervisor.afterLook = () => {
    looks += 1;
  };
  await house.clock.pass(5_000);
  expect(looks).toBeGreaterThan(2);
  const { list } = house.tmux;
  house.tmux.list = async () => null;
  const before = looks;
  await house.clock.pass(5_000);
  expect(looks).toBeGreaterThan(before);
  house.tmux.list = () => new Promise(() => undefined);
  await house.clock.pass(5_000);
  const hung = looks;
  await house.clock.pass(60_000);
  expect(looks).toBe(hung);
  house.tmux.list = list;
});
