import type { Snapshot, TaskView } from '../../core/snapshot.js';
import { openHits } from '../facts.js';
import type { View } from '../panels/panel.js';
import { cellWidth, shorten } from '../text/cells.js';
import { type Line, span } from '../text/line.js';
import type { Question } from '../ui-state.js';
import { taskName } from './task-row.js';

/** Said when q is pressed: what goes on without the dashboard. null: nothing is lost, it ends at once. */
export type QuitNotice = (snapshot: Snapshot) => string | null;

interface Asked {
  readonly view: View;
  readonly width: number;
  readonly notice: QuitNotice;
}

type TaskQuestion = Extract<Question, { readonly task: string }>;
const VERBS = { cancel: 'Cancel', release: 'Release', retry: 'Begin anew with' } as const;

/** What will happen to a task, from the fullest sentence to the shortest. */
function endsOf(question: TaskQuestion['question'], task: TaskView | undefined): readonly string[] {
  if (task === undefined) return ['It is gone from the queue.'];
  if (task.state === 'waiting') return ['It was not begun, and goes to failed.', 'It goes to failed.'];
  const where = task.session ?? 'its session';
  if (question === 'retry')
    return [
      `Its process in ${where} ends, the task waits again.`,
      'Its process ends, the task waits again.',
      'Its process ends, it waits again.',
    ];
  return question === 'release'
    ? [
        `The session in ${where} goes on untouched, the task goes to failed.`,
        'Its session goes on untouched, the task fails.',
        'Its session goes on, it fails.',
      ]
    : [
        `Its process in ${where} ends, the task goes to failed.`,
        'Its process ends, the task fails.',
        'Its process ends, it fails.',
      ];
}

/** The name is cut before the sentence is, but not to nothing. */
const NAME_LEAST = 16;

function taskQuestion(modal: TaskQuestion, { view, width }: Asked): string {
  const { snapshot, look } = view;
  const task = snapshot.queue.tasks.find(({ id }) => id === modal.task);
  const verb = VERBS[modal.question];
  const name = taskName(modal.task, view);
  const room = (text: string): number => width - 3 - cellWidth(`${verb} ? ${text}`);
  const ends = endsOf(modal.question, task);
  const end = ends.find((text) => room(text) >= Math.min(cellWidth(name), NAME_LEAST)) ?? ends.at(-1) ?? '';
  return `${verb} ${shorten(name, Math.max(1, room(end)), look.glyphs.ellipsis)}? ${end}`;
}

/** The question, shortened where it can be without losing what it asks. */
export function askLine(modal: Question, asked: Asked): Line {
  const { snapshot, look } = asked.view;
  const open = openHits(snapshot).length;
  const all = `Dismiss ${open === 1 ? 'the open hit' : `all ${open} open hits`}?`;
  const undo = `${all} u takes it back.`;
  const text =
    'task' in modal
      ? taskQuestion(modal, asked)
      : modal.question === 'quit'
        ? `Quit? ${asked.notice(snapshot) ?? ''}`
        : cellWidth(undo) + 2 <= asked.width
          ? undo
          : all;
  return [span(`${look.glyphs.marker} `, 'warn', true), span(text, 'strong', true)];
}
