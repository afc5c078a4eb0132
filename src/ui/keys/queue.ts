import { tmuxName } from '../../core/sessions/kind.js';
import type { TaskView } from '../../core/snapshot.js';
import { NEW_EDITOR } from '../editor-state.js';
import { taskRuns } from '../facts.js';
import { panelOf } from '../panels/index.js';
import { type Binding, type KeyContext, send, ui } from './binding.js';
import { selectedSession, selectedTask } from './selected.js';

const CHOOSE = `press ${panelOf('queue').key} and choose a task first`;

/** Why the selected task is none for this key; null when it is. */
function noTask(context: KeyContext, why: (task: TaskView) => string | null): string | null {
  if (context.ui.focus !== 'queue') return CHOOSE;
  const task = selectedTask(context);
  return task === undefined ? 'there is no task' : why(task);
}

/** Why a task cannot be tried again; null when it can. */
export function cannotRetry(task: TaskView | undefined): string | null {
  if (task === undefined) return 'the task is gone';
  return task.state === 'failed' || task.state === 'stalled' ? null : `this task is ${task.state}`;
}

function notParked(context: KeyContext): string | null {
  const session = selectedSession(context);
  if (session === undefined) return 'there is no session';
  return session.state === 'parked' ? null : 'this session is not parked';
}

function cannotGoAgain(context: KeyContext): string | null {
  if (context.ui.focus === 'sessions') return notParked(context);
  return noTask(context, cannotRetry);
}

const again: Binding = {
  id: 'again',
  keys: ['r'],
  label: 'retry',
  help: 'Try the selected failed or stalled task again from the beginning (of a stalled one the process ends: asks once); start a parked session again.',
  footer: null,
  footerNow: (context) => {
    const useless = cannotGoAgain(context) !== null;
    if (context.ui.focus === 'queue') return useless ? 8 : 2;
    return context.ui.focus === 'sessions' && !useless ? 2 : null;
  },
  labelNow: ({ ui: state }) => (state.focus === 'sessions' ? 'start again' : 'retry'),
  disabled: cannotGoAgain,
  run: (context) => {
    const session = selectedSession(context);
    const task = selectedTask(context);
    if (context.ui.focus === 'sessions')
      return session === undefined ? [] : [send({ type: 'unpark', session: tmuxName(session.name) })];
    if (task === undefined) return [];
    // Of a stalled one the process ends: that is asked about. A failed one has none.
    return task.state === 'stalled'
      ? [ui({ type: 'open', modal: { type: 'ask', question: 'retry', task: task.id } })]
      : [send({ type: 'task', action: 'retry', task: task.id })];
  },
};

/** Cancel or release: asks first. In the footer only where it can be of use: on the queue's own panel. */
function asking(
  id: 'cancel' | 'release',
  rank: number,
  no: (task: TaskView) => string | null,
  more: Pick<Binding, 'keys' | 'help'>,
): Binding {
  const disabled = (context: KeyContext): string | null => noTask(context, no);
  return {
    ...more,
    id,
    label: id,
    footer: null,
    footerNow: (context) => {
      if (context.ui.focus !== 'queue') return null;
      return disabled(context) === null ? rank : 8;
    },
    disabled,
    run: (context) => {
      const task = selectedTask(context);
      return task === undefined
        ? []
        : [ui({ type: 'open', modal: { type: 'ask', question: id, task: task.id } })];
    },
  };
}

/** Why a task cannot be cancelled any more; null when it can. */
export function cannotCancel(task: TaskView | undefined): string | null {
  if (task === undefined) return 'the task is gone';
  return task.state === 'waiting' || taskRuns(task.state) ? null : `this task is ${task.state}`;
}

export function cannotRelease(task: TaskView | undefined): string | null {
  if (task?.state === 'waiting') return 'this task has no session yet';
  return cannotCancel(task);
}

/** The keys of tasks and of parked sessions. */
export const queueKeys: readonly Binding[] = [
  {
    id: 'add',
    keys: ['a'],
    label: 'add task',
    help: 'Write a new task for the queue.',
    footer: 4,
    footerNow: ({ ui: state }) => (state.focus === 'queue' ? 1 : 4),
    disabled: ({ can }) => (can.addTask ? null : 'no queue'),
    run: () => [ui({ type: 'open', modal: NEW_EDITOR })],
  },
  again,
  asking('cancel', 2, cannotCancel, {
    keys: ['x'],
    help: 'Cancel the selected task: it ends as failed, its process with it; asks once.',
  }),
  asking('release', 5, cannotRelease, {
    keys: ['R'],
    help: 'Let the selected task go: it ends as failed, its session goes on untouched; asks once.',
  }),
];
