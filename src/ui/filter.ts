import type { SessionView, Snapshot, TaskView } from '../core/snapshot.js';
import type { View } from './panels/panel.js';
import { sessionWord, taskWord } from './words.js';

export interface Shown {
  /** What is drawn of it. */
  readonly view: View;
  /** The same with its names and ids as they came. */
  readonly raw: Snapshot;
}

function holds(words: readonly string[], texts: readonly (string | null)[]): boolean {
  const text = texts.join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

/** What is said of it that stands still: not its last line, which would let rows come and go. */
function sessionTexts(session: SessionView, { look }: View): readonly (string | null)[] {
  const { name, kind, state, account, task } = session;
  return [name, kind, state, sessionWord(session, look.glyphs).text, account, task];
}

function taskTexts({ id, state, session, detail }: TaskView, { look }: View): readonly (string | null)[] {
  return [id, state, taskWord(state, look.glyphs).text, session, state === 'failed' ? detail : null];
}

/** Sessions and tasks that hold every word of the filter, in the order they were; all of them for an empty one. */
export function narrowed(view: View, raw: Snapshot, filter: string): Shown {
  const words = filter
    .toLowerCase()
    .split(' ')
    .filter((word) => word !== '');
  if (words.length === 0) return { view, raw };
  const { sessions, queue } = view.snapshot;
  const ids = new Set(sessions.filter((one) => holds(words, sessionTexts(one, view))).map(({ id }) => id));
  const tasks = new Set(queue.tasks.filter((one) => holds(words, taskTexts(one, view))).map(({ id }) => id));
  const cut = (snapshot: Snapshot): Snapshot => ({
    ...snapshot,
    sessions: snapshot.sessions.filter(({ id }) => ids.has(id)),
    queue: { ...snapshot.queue, tasks: snapshot.queue.tasks.filter(({ id }) => tasks.has(id)) },
  });
  return { view: { ...view, snapshot: cut(view.snapshot) }, raw: cut(raw) };
}
