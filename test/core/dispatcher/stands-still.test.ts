import { expect, it } from 'vitest';
import { standsStill } from '../../../src/core/dispatcher/stands-still.js';

const accounts = [{ name: 'a', dir: '/a', priority: 1, auto: true }];
const pool = { prefix: 'ccl-', first: 1, size: 2 };
const sound = { settings: { accounts, pool }, mode: 'auto', paused: false } as const;

it('says what only a person can end, and nothing where tasks are handed out', () => {
  expect(standsStill(sound)).toEqual([]);
  expect(standsStill({ ...sound, mode: 'confirm' })).toEqual([]);
  expect(standsStill({ ...sound, mode: 'observe' }).join()).toMatch(
    /mode observe .*claude-failover mode auto/,
  );
  expect(standsStill({ ...sound, paused: true })).toEqual(['dispatch is paused: claude-failover resume']);
  const empty = { ...sound, settings: { accounts, pool: { ...pool, size: 0 } } };
  expect(standsStill(empty).join()).toContain('sessions.pool.size');
  const bare = standsStill({ ...sound, settings: { accounts: [], pool: null }, mode: 'observe' });
  expect(bare.map((text) => text.split(':')[0])).toEqual([
    'no pool is configured to do it',
    'no account is configured, so nothing is done',
  ]);
});
