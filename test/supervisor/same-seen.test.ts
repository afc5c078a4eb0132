import { expect, test } from 'vitest';
import type { SessionObservation } from '../../src/core/engine/events.js';
import { sameOrNew } from '../../src/supervisor/same-seen.js';
import { idle, row } from '../core/engine/support/readings.js';
import { Seat } from '../core/engine/support/seat.js';

function seen(): SessionObservation {
  const seat = new Seat('api', 1, 3_600_000, idle(), {});
  seat.observe();
  return seat.observe();
}

const OLD = seen();
const AGENT = OLD.agent;

test('nothing new is the old object, made of other objects as it may be', () => {
  expect(sameOrNew(OLD, { ...seen(), agent: AGENT })).toBe(OLD);
  const own = { ...OLD, config: { account: 'work' } };
  expect(sameOrNew(own, { ...seen(), agent: AGENT, config: { account: 'work' } })).toBe(own);
});

const CHANGES: Readonly<Record<keyof SessionObservation, unknown>> = {
  id: 'other',
  name: 'api:1.0',
  target: { ...OLD.target, panePid: 7 },
  agent: { ...AGENT },
  config: { account: 'work' },
  version: '2.1.331',
  conversation: 'other',
  status: 'busy',
  transcript: false,
  rows: [row('reply', 0)],
  reading: 'unknown',
  personActiveAtMs: 1,
};

test.each(Object.entries(CHANGES))('another %s is news', (key, value) => {
  const now = { ...OLD, [key]: value };
  expect(sameOrNew(OLD, now)).toBe(now);
});

test('a screen that was read is news, and so is the look after it', () => {
  const read = { ...OLD, reading: idle() };
  expect(sameOrNew(OLD, read)).toBe(read);
  expect(sameOrNew(read, OLD)).toBe(OLD);
  const server = { ...OLD, target: { ...OLD.target, server: { pid: 77, startedAt: 2 } } };
  expect(sameOrNew(OLD, server)).toBe(server);
});
