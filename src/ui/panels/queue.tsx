import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { QueueView, TaskView } from '../../core/snapshot.js';
import { clamp } from '../clamp.js';
import { sessionOf } from '../facts.js';
import { fitLine, type Line, lineWidth, span } from '../text/line.js';
import { clockAhead } from '../text/time.js';
import { Notice } from '../widgets/notice.js';
import { Row, Rows } from '../widgets/row.js';
import { taskCells, taskDetail, taskHeading, taskLine, taskName } from '../widgets/task-row.js';
import { type Listing, windowOf } from '../widgets/window.js';
import type { Panel, PanelProps, View } from './panel.js';

const LIST_MAX = 14;
/** In a narrower last column the selected task's is cut too often: it is told whole below the list. */
const DETAIL_ROOMY = 48;

/** `held`, and until when as far as that is known. */
export function heldText({ heldUntil }: QueueView, { now, zone }: View): string {
  return heldUntil === null ? 'held' : `held until ${clockAhead(Date.parse(heldUntil), now, zone)}`;
}

/** How many there are of each; why none is handed out, where there is room. */
function countsLine(view: View, width: number): Line {
  const { queue } = view.snapshot;
  const { glyphs } = view.look;
  const counts: Line = [
    span(`${queue.waiting} waiting`, queue.waiting > 0 ? 'text' : 'muted'),
    span(`  ${queue.running} running`, queue.running > 0 ? 'text' : 'muted'),
    span(`  ${queue.done} done`, 'muted'),
    span(`  ${queue.failed} failed`, queue.failed > 0 ? 'warn' : 'muted'),
  ];
  const held: Line =
    queue.held === null ? [] : [span(`  ${glyphs.asks} `, 'warn', true), span(queue.held, 'warn')];
  return fitLine([...counts, ...held], width, glyphs.ellipsis);
}

/** The task that is handed out next: `next` was made plain like every text, ids were not. */
function isNext(task: TaskView, view: View): boolean {
  return task.state === 'waiting' && taskName(task.id, view) === view.snapshot.queue.next;
}

/** The selected task's last column, where the list has no room for it. */
function detailLine(task: TaskView | undefined, view: View): Line {
  const detail = task === undefined ? [] : taskDetail(task, isNext(task, view));
  if (lineWidth(detail) === 0) return [];
  return [span(`  ${view.look.glyphs.quote} `, 'accent'), ...detail];
}

/** `counts`, `heading`, `detail`: rows of these (0 or 1); `list`: rows for the list. */
interface Rooms extends Listing {
  readonly counts: number;
  readonly heading: number;
  readonly detail: number;
  readonly list: number;
}

function listing({ view, width, rows, focused, selected }: PanelProps): Rooms {
  const { length } = view.snapshot.queue.tasks;
  const counts = rows >= 2 || length === 0 ? 1 : 0;
  const left = rows - counts;
  const heading = left >= 5 ? 1 : 0;
  const cells = taskCells(width).detail;
  const detail = focused && cells < DETAIL_ROOMY && left >= (cells === 0 ? 3 : 6) ? 1 : 0;
  const list = left - heading - detail;
  const top = counts + heading;
  return { counts, heading, detail, list, top, each: 1, ...windowOf(length, list, selected) };
}

function TaskList(props: PanelProps): ReactElement {
  const { view, width, focused, selected } = props;
  const { tasks } = view.snapshot.queue;
  const { look } = view;
  const { heading, detail, list, start, size } = listing(props);
  const next = tasks.find((task) => isNext(task, view));
  const lines = tasks.slice(start, start + size).map((task, index) => {
    const chosen = start + index === selected;
    return taskLine(task, { chosen, focused, next: task === next }, view, width);
  });
  return (
    <>
      {heading === 1 ? <Row line={taskHeading(view, width)} width={width} look={look} /> : null}
      <Rows lines={lines} width={width} look={look} selected={focused ? selected - start : -1} />
      {list > size ? <Box height={list - size} flexShrink={0} /> : null}
      {detail === 1 ? <Row line={detailLine(tasks[selected], view)} width={width} look={look} /> : null}
    </>
  );
}

function Body(props: PanelProps): ReactElement {
  const { view, width, rows } = props;
  const { queue } = view.snapshot;
  const text = "No tasks. a writes one; a Markdown file moved into the queue's inbox is one too.";
  const empty = queue.tasks.length === 0;
  const { counts } = listing(props);
  return (
    <>
      {counts === 1 ? <Row line={countsLine(view, width)} width={width} look={view.look} /> : null}
      {empty ? (
        <Notice text={text} width={width} rows={rows - 1} look={view.look} />
      ) : (
        <TaskList {...props} />
      )}
    </>
  );
}

/** The tasks: who works on what, what waits, what failed and why. */
export const queue: Panel = {
  id: 'queue',
  key: '5',
  title: 'Queue',
  help: 'The tasks: running ones with their session, waiting ones in their order, failed ones with the reason, done ones.',
  filtered: true,
  items: (snapshot) => snapshot.queue.tasks.map((task) => task.id),
  listing,
  session: (snapshot, id) => {
    const task = snapshot.queue.tasks.find((one) => one.id === id);
    return task && sessionOf(snapshot, task);
  },
  wants: (snapshot) => 2 + clamp(snapshot.queue.tasks.length, 1, LIST_MAX),
  note: (view) => {
    const { paused, queue: of } = view.snapshot;
    const { alert, asks } = view.look.glyphs;
    if (paused) return [span(`${alert} paused`, 'warn', true)];
    return of.held === null ? [] : [span(`${asks} ${heldText(of, view)}`, 'warn', true)];
  },
  View: Body,
};
