import { expect, it } from 'vitest';
import { opened } from './support/scenes.js';

const FAULT = 'the configuration on disk is wrong, the last good one stays in force: config.yaml:1:1: x';

it('a configuration that cannot be read stands among the warnings, first, until it can be', () => {
  const { world } = opened();
  const read = (fault: string | null) => world.step({ type: 'config-read', at: world.now, fault });
  world.state = { ...world.state, live: { ...world.state.live, warnings: ['another'] } };
  read(FAULT);
  expect(world.snapshot.warnings).toEqual([FAULT, 'another']);
  read(null);
  expect(world.snapshot.warnings).toEqual(['another']);
  expect(world.snapshot.events[0]).toMatchObject({
    level: 'good',
    text: 'the configuration on disk can be read again',
  });
});
