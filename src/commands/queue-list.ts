import type { QueueFacts } from '../core/dispatcher/task.js';
import type { QueueView, TaskView } from '../core/snapshot.js';
import { iso } from '../core/time.js';
import { age } from '../ui/text/time.js';
import type { Parsed } from './arguments.js';
import { askOr } from './control.js';
import { EXIT } from './exit.js';
import { jsonLine, out, table } from './print.js';
import { queuePlace } from './queue-place.js';
import { queueText } from './status-text.js';
import { whereOf } from './where.js';

/** `queue list [--json]`: as the running supervisor sees the queue, else as the folder stands. */
export async function list(parsed: Parsed): Promise<number> {
  const queue = await viewOf(parsed);
  if (typeof queue === 'number') return queue;
  out(parsed.values.json === true ? jsonLine(queue) : queueTable(queue, Date.now()));
  return EXIT.good;
}

async function viewOf(parsed: Parsed): Promise<QueueView | number> {
  const answer = await askOr(whereOf(parsed), 'GET', '/status');
  if (answer.type === 'told') return answer.code;
  if (answer.type === 'answer' && answer.status === 200) return answer.body.queue as QueueView;
  const place = queuePlace(parsed);
  if (typeof place === 'number') return place;
  const folder = await place.open();
  if (typeof folder === 'number') return folder;
  const facts = folder.facts();
  await folder.close();
  return bareView(facts);
}

/** The folder in the words of the snapshot. */
export function bareView(facts: QueueFacts): QueueView {
  const none = { session: null, conversation: null, attempt: 0, priority: 0, detail: '' };
  const ended = (outcome: 'done' | 'failed'): readonly TaskView[] =>
    facts.finished
      .filter((task) => task.outcome === outcome)
      .map(({ id, atMs, reason }) => ({ ...none, id, state: outcome, since: iso(atMs), detail: reason }));
  return {
    waiting: facts.waiting.length,
    running: facts.running.length,
    done: facts.done,
    failed: facts.failed,
    held: 'no claude-failover runs with this state directory',
    heldUntil: null,
    next: facts.waiting[0]?.id ?? null,
    tasks: [
      // Since when is the supervisor's to know.
      ...facts.running.map((id): TaskView => ({ ...none, id, state: 'running', since: '' })),
      ...facts.waiting.map(
        ({ id, priority, session = null, conversation = null, arrivedMs }): TaskView => ({
          ...none,
          ...{ id, priority, session, conversation, state: 'waiting', since: iso(arrivedMs) },
        }),
      ),
      ...ended('failed'),
      ...ended('done'),
    ],
  };
}

/** A table for people and for grep, and the counts below it. */
export function queueTable(queue: QueueView, nowMs: number): string {
  const rows = queue.tasks.map((task) => [
    task.id === queue.next ? '*' : '',
    task.state,
    task.id,
    task.session ?? '-',
    task.since === '' ? '-' : age(nowMs - Date.parse(task.since)),
    task.detail,
  ]);
  const counts = table([[queueText(queue)]]);
  if (rows.length === 0) return counts;
  return `${table([['', 'STATE', 'ID', 'SESSION', 'AGE', 'DETAIL'], ...rows])}\n${counts}`;
}
