import type { QueueView, TaskView } from '../../src/core/snapshot.js';
import { HOUR, MINUTE, SECOND } from '../../src/core/time.js';
import { ago, ahead } from './times.js';

export function task(id: string, more: Partial<TaskView> = {}): TaskView {
  return {
    id,
    state: 'waiting',
    priority: 5,
    session: null,
    conversation: null,
    attempt: 0,
    since: ago(40 * MINUTE),
    detail: '',
    ...more,
  };
}

function inHand(id: string, session: string, more: Partial<TaskView> = {}): TaskView {
  return task(id, { state: 'running', session, conversation: '0b5c7d1e', attempt: 1, ...more });
}

export const queue: QueueView = {
  waiting: 2,
  running: 3,
  done: 41,
  failed: 1,
  held: null,
  heldUntil: null,
  next: 'lint-everything',
  tasks: [
    inHand('migrate-schema', 'ccl-2-api', { since: ago(12 * MINUTE), detail: 'Running tests (38/60)' }),
    inHand('write-tests', 'ccl-3-api', { since: ago(8 * MINUTE), attempt: 2, detail: 'Running vitest' }),
    inHand('upgrade-deps', 'ccl-5-web', {
      state: 'asking',
      since: ago(50 * SECOND),
      detail: 'Do you want to run npm install?',
    }),
    task('lint-everything', { priority: 7 }),
    task('write-changelog', { priority: 3, session: 'ccl-1' }),
    task('rename-the-invoice-module', {
      state: 'failed',
      since: ago(3 * HOUR),
      detail: 'no turn was seen to start after Enter in ccl-4-web; it is not sent again by itself',
    }),
    task('add-index', { state: 'done', since: ago(13 * MINUTE) }),
    task('fix-typos', { state: 'done', since: ago(5 * HOUR) }),
  ],
};

export const emptyQueue: QueueView = {
  waiting: 0,
  running: 0,
  done: 0,
  failed: 0,
  held: null,
  heldUntil: null,
  next: null,
  tasks: [],
};

/** All accounts are limited. */
export const heldQueue: QueueView = {
  ...queue,
  held: 'every account is limited; team is back in 1h 20m',
  heldUntil: ahead(80 * MINUTE),
  tasks: queue.tasks.map((one, index) =>
    index < 3 ? { ...one, state: 'limited' as const, detail: '' } : one,
  ),
};

/** One stalled, one that starts, the others held. */
export const troubledQueue: QueueView = {
  ...queue,
  running: 2,
  failed: 1,
  held: 'cooldown after the swap, 3m',
  heldUntil: ahead(3 * MINUTE),
  tasks: [
    inHand('migrate-schema', 'ccl-2', {
      state: 'stalled',
      since: ago(2 * HOUR),
      detail: 'no end after 2h',
    }),
    inHand('write-tests', 'ccl-1', { state: 'starting', since: ago(3 * SECOND) }),
    ...queue.tasks.slice(3),
  ],
};
