import { expect, test } from 'vitest';
import type { Command } from '../../../src/core/commands.js';
import { LOCAL_ORDERS, ORDERS } from '../../../src/core/http/requests.js';
import { orderOf } from '../../../src/core/viewer/order-of.js';
import { suspected } from '../../ui/snapshots.js';

const COMMANDS: readonly Command[] = [
  { type: 'swap', to: null, force: false },
  { type: 'swap', to: 'personal', force: true },
  { type: 'dismiss', hit: 'h1' },
  { type: 'dismiss', hit: 'all' },
  { type: 'undo-dismiss' },
  { type: 'pause' },
  { type: 'resume' },
  { type: 'mode', mode: 'confirm' },
  { type: 'answer', yes: true },
  { type: 'answer', yes: false, of: '2026-11-22T21:00:00.000Z' },
  { type: 'task', action: 'retry', task: 'migrate' },
  { type: 'unpark', session: 'ccl-2' },
  { type: 'focus', session: 'a' },
];

test.each(COMMANDS)('a supervisor reads the order of $type as the same command', (command) => {
  const { path, body } = orderOf(command);
  const sent: unknown = JSON.parse(JSON.stringify(body));
  const read = { ...ORDERS, ...LOCAL_ORDERS }[path];
  expect(read?.(sent, suspected)).toEqual({ type: 'command', command });
});
