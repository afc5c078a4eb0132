import type { TaskView } from '../../core/snapshot.js';
import { clamp } from '../clamp.js';
import { taskRuns } from '../facts.js';
import type { View } from '../panels/panel.js';
import { shortenName } from '../text/cells.js';
import { columns, type Line, type Span, span } from '../text/line.js';
import { plain } from '../text/plain.js';
import { listedAge } from '../text/time.js';
import type { Tone } from '../theme.js';
import { taskWord } from '../words.js';

const STATE = 10;
const PRIORITY = 2;
const AGE = 4;
const GAP = 2;
/** Below this the last column says too little: the selected task's is told below the list. */
const DETAIL_LEAST = 16;
/** What the last column has beyond this goes to the name. */
const DETAIL_ENOUGH = 60;
const TASK_MOST = 48;

export interface TaskCells {
  readonly task: number;
  readonly session: number;
  /** 0: there is no room for it beside the others. */
  readonly detail: number;
}

/** The widths of the columns; they depend on the screen alone. */
export function taskCells(width: number): TaskCells {
  const rest = width - 2 - STATE - PRIORITY - AGE - 4 * GAP;
  const [task, session] = width < 100 ? [16, 12] : [26, 18];
  const detail = rest - task - session - GAP;
  const more = clamp(detail - DETAIL_ENOUGH, 0, TASK_MOST - task);
  if (detail >= DETAIL_LEAST) return { task: task + more, session, detail: detail - more };
  const some = Math.min(session, Math.max(8, rest - 22));
  return { task: rest - some, session: some, detail: 0 };
}

/** An id as it may be drawn: the snapshot keeps ids as they are. */
export function taskName(id: string, view: View): string {
  return plain(id, view.look.glyphs.ascii);
}

/** What there is to say of a task besides its columns. */
export function taskDetail(task: TaskView, next: boolean): Line {
  const tries = task.attempt > 1 ? [`try ${task.attempt}`] : [];
  const text = [...tries, ...(task.detail === '' ? [] : [task.detail])].join(', ');
  const tone: Tone = task.state === 'failed' ? 'text' : 'muted';
  return [
    ...(next ? [span('next', 'accent', true)] : []),
    span(next && text !== '' ? `  ${text}` : text, tone),
  ];
}

interface Chosen {
  readonly chosen: boolean;
  readonly focused: boolean;
  readonly next: boolean;
}

export function taskLine(task: TaskView, { chosen, focused, next }: Chosen, view: View, width: number): Line {
  const { glyphs } = view.look;
  const cells = taskCells(width);
  const quiet = task.state === 'done';
  const session = task.session ?? (next && cells.detail === 0 ? 'next' : '');
  // Without a session its column is free for the name.
  const nameCells = session === '' ? cells.task + GAP + cells.session : cells.task;
  const short = shortenName(taskName(task.id, view), nameCells, glyphs.ellipsis);
  const name = span(short, quiet ? 'muted' : chosen ? 'strong' : 'text', chosen && focused);
  const priority = task.state === 'waiting' ? `p${task.priority}` : '';
  const inHand = taskRuns(task.state);
  const parts: readonly (readonly [Span, number])[] = [
    [taskWord(task.state, glyphs), STATE],
    [name, nameCells],
    [span(session, inHand ? 'text' : 'muted'), session === '' ? 0 : cells.session],
    [span(priority, next ? 'accent' : 'muted', next), PRIORITY],
    [span(listedAge(view.now - Date.parse(task.since)).padStart(AGE), 'muted'), AGE],
  ];
  return [
    span(chosen ? `${glyphs.marker} ` : '  ', focused ? 'accent' : 'muted'),
    ...columns(parts, glyphs.ellipsis),
    ...(cells.detail === 0 ? [] : [span('  '), ...taskDetail(task, next)]),
  ];
}

export function taskHeading(view: View, width: number): Line {
  const cells = taskCells(width);
  const titles = columns(
    [
      [span('STATE', 'muted'), STATE],
      [span('TASK', 'muted'), cells.task],
      [span('SESSION', 'muted'), cells.session],
      [span('P', 'muted'), PRIORITY],
      [span(' AGE', 'muted'), AGE],
    ],
    view.look.glyphs.ellipsis,
  );
  return [span('  '), ...titles, ...(cells.detail === 0 ? [] : [span('  DETAIL', 'muted')])];
}
