import { Box } from 'ink';
import type { ReactElement } from 'react';
import { isLooking } from '../../core/looking.js';
import type { SessionView, Snapshot } from '../../core/snapshot.js';
import { shortenName } from '../text/cells.js';
import { type Span, span } from '../text/line.js';
import { listedAge } from '../text/time.js';
import { Notice } from '../widgets/notice.js';
import { sessionCounts } from '../widgets/session-counts.js';
import { COLUMN_GAP, type Column, FittedTable } from '../widgets/table.js';
import { type Listing, windowOf } from '../widgets/window.js';
import { sessionWord } from '../words.js';
import type { Panel, PanelProps, View } from './panel.js';

/** Cells of the column of tasks. */
const TASK = 14;
const ACCOUNT = 10;
/** In fewer cells the last line tells nothing. */
const LAST_LINE = 20;

interface Field {
  readonly column: Column;
  cell(session: SessionView, view: View): Span;
}

const quiet = (text: string | null): Span => span(text ?? '', 'muted');

function field(title: string, width: number, cell: Field['cell'], align: 'start' | 'end' = 'start'): Field {
  return { column: { title, width, align }, cell };
}

/**
 * The columns that fit into `width`, most needed first; the name takes part of what is left, the last line the rest.
 * The widths depend on the screen and on whether there are tasks, so that no column moves when a text changes.
 */
function sessionFields(width: number, tasks: boolean): readonly Field[] {
  const [name, state] = width < 70 ? [21, 20] : width < 110 ? [19, 18] : [28, 22];
  const fields: Field[] = [
    field('', 1, () => span('')),
    field('SESSION', name, (session) => span(session.name)),
    field('STATE', state, (session, view) => sessionWord(session, view.look.glyphs)),
    field('AGE', 4, (session, view) => quiet(listedAge(view.now - Date.parse(session.since))), 'end'),
  ];
  const used = (): number => fields.reduce((sum, one) => sum + one.column.width + COLUMN_GAP, -COLUMN_GAP);
  const insert = (at: number, one: Field): void => {
    if (used() + COLUMN_GAP + one.column.width <= width) fields.splice(at, 0, one);
  };
  insert(
    2,
    field('KIND', 9, (session) => quiet(session.kind)),
  );
  if (tasks)
    insert(
      4,
      field('TASK', TASK, (session, view) =>
        span(shortenName(session.task ?? '', TASK, view.look.glyphs.ellipsis)),
      ),
    );
  // The account is nearly always the active one: a last line says more where there is no room for both.
  const isEither =
    width - used() - COLUMN_GAP >= LAST_LINE && width - used() - ACCOUNT - 2 * COLUMN_GAP < LAST_LINE;
  if (!isEither)
    insert(
      tasks ? 5 : 4,
      field('ACCOUNT', ACCOUNT, (session) => quiet(session.account)),
    );
  const left = width - used();
  const rest = left - COLUMN_GAP;
  if (rest >= LAST_LINE) fields.push(field('LAST LINE', rest, (session) => quiet(session.lastLine)));
  else widen(fields, left);
  return fields;
}

/** Some session has a task or will have one soon: the column stands still while tasks come and go. */
function hasTasks({ sessions, queue }: Snapshot): boolean {
  return queue.running + queue.waiting > 0 || sessions.some((session) => session.task !== null);
}

/** Gives what is left over to the name, so that the table fills its panel. */
function widen(fields: Field[], more: number): void {
  const index = fields.findIndex((one) => one.column.title === 'SESSION');
  const name = fields[index];
  if (name === undefined || more <= 0) return;
  fields[index] = { ...name, column: { ...name.column, width: name.column.width + more } };
}

function listing({ view, rows, selected }: PanelProps): Listing {
  const top = rows >= 3 ? 1 : 0;
  return { top, each: 1, ...windowOf(view.snapshot.sessions.length, rows - top, selected) };
}

function Body(props: PanelProps): ReactElement {
  const { view, width, rows, focused, selected } = props;
  const { snapshot, look } = view;
  if (snapshot.sessions.length === 0) {
    const text = isLooking(snapshot)
      ? 'Looking at the panes: sessions appear here in a moment.'
      : 'No sessions. Start claude in a tmux pane: it appears here by itself.';
    return <Notice text={text} width={width} rows={rows} look={look} />;
  }
  const { top, start, size } = listing(props);
  const fields = sessionFields(width, hasTasks(snapshot));
  const cells = snapshot.sessions.slice(start, start + size).map((session, index) => {
    const chosen = start + index === selected;
    return fields.map((one, column) => {
      if (column === 0) return span(chosen ? look.glyphs.marker : '', focused ? 'accent' : 'muted');
      const cell = one.cell(session, view);
      return column === 1 && chosen ? span(cell.text, 'strong', focused) : cell;
    });
  });
  return (
    <Box flexDirection="column" flexShrink={0}>
      <FittedTable
        columns={fields.map((one) => one.column)}
        rows={cells}
        selected={focused ? selected - start : -1}
        heading={top === 1}
        look={look}
      />
    </Box>
  );
}

/** Who is watched, and how each one stands. */
export const sessions: Panel = {
  id: 'sessions',
  key: '1',
  title: 'Sessions',
  help: 'Every Claude Code session found in tmux, with its state. Enter goes to its pane, w says why, r starts a parked one again.',
  filtered: true,
  items: (snapshot) => snapshot.sessions.map((session) => session.id),
  listing,
  wants: (snapshot) => Math.max(1, snapshot.sessions.length) + 1,
  note: ({ snapshot, look }) => {
    const dot = span(` ${look.glyphs.dot} `, 'faint');
    return [
      span(isLooking(snapshot) ? 'looking' : `${snapshot.sessions.length} watched`, 'muted'),
      ...sessionCounts(snapshot).flatMap((counted) => [dot, counted]),
    ];
  },
  View: Body,
};
