import { describe, expect, it } from 'vitest';
import type { Settings } from '../../../src/core/engine/settings.js';
import { DAY } from '../../../src/core/time.js';
import { tellsUse } from './support/hooks.js';
import { hit, opened, RESET, THREE } from './support/scenes.js';
import { account, MINUTE, NOON, SECOND, type World } from './support/world.js';

function reload(world: World, part: Partial<Settings>): void {
  world.settings = { ...world.settings, ...part };
  world.step({ type: 'settings-changed', at: world.now, settings: world.settings, what: 'accounts' });
}

const BC = { accounts: [account('b', 2), account('c', 3)] };

describe('an account that is taken out of the configuration', () => {
  it('leaves no headroom behind, and no memory once its limit is over', () => {
    const { world, seat } = opened(THREE);
    tellsUse(world, seat, 40);
    hit(world, seat);
    world.run(10 * SECOND);
    expect(Object.keys(world.durable.headroom)).toEqual(['a']);
    reload(world, BC);
    expect(world.durable.headroom).toEqual({});
    // A slip is mended: it is limited still.
    expect(world.durable.accounts.a?.limits).toHaveLength(1);
    world.pass(RESET - NOON + MINUTE).poll();
    expect(Object.keys(world.durable.accounts)).not.toContain('a');
  });

  it('is known for a dead login for a month', () => {
    const { world } = opened(THREE);
    const loginDead = { at: world.now, text: 'login' };
    const accounts = { a: { limits: [], loginDead, lastUsed: null } };
    world.state = { ...world.state, durable: { ...world.durable, accounts, activeAccount: 'b' } };
    world.pointTo('b');
    reload(world, BC);
    world.pass(31 * DAY).poll();
    expect(world.durable.accounts.a?.loginDead).toEqual(loginDead);
    world.pass(2 * DAY).poll();
    expect(world.durable.accounts.a).toBeUndefined();
  });

  it('is not taken out by a life without a configuration', () => {
    const { world, seat } = opened(THREE);
    tellsUse(world, seat, 40);
    reload(world, { accounts: [] });
    expect(Object.keys(world.durable.headroom)).toEqual(['a']);
  });
});

describe('what is kept under names that come and go', () => {
  it('has a bound: sessions that were rooms once', () => {
    const { world } = opened({ mode: 'observe' });
    const room = {
      conversation: null,
      cwd: null,
      starts: [],
      parked: null,
      server: null,
      trouble: '',
      resumeFailed: false,
    };
    const names = Array.from({ length: 150 }, (_, index) => `ccl-1-${index}`);
    const rooms = Object.fromEntries([...names, 'ccl-1'].map((name) => [name, room]));
    // As an older version left it.
    world.state = { ...world.state, durable: { ...world.durable, rooms } };
    world.restart().poll();
    expect(Object.keys(world.durable.rooms)).toEqual([...names.slice(50), 'ccl-1']);
    const { rooms: before } = world.durable;
    world.run(MINUTE);
    expect(world.durable.rooms).toBe(before);
  });

  it('has an end: rooms and tasks that were to rest', () => {
    const { world } = opened();
    const resting = { 'task:a': { ...world.now, steadyMs: world.now.steadyMs + MINUTE } };
    world.state = { ...world.state, live: { ...world.state.live, resting } };
    world.poll();
    expect(world.state.live.resting).toEqual(resting);
    world.pass(MINUTE).poll();
    expect(world.state.live.resting).toEqual({});
  });
});
