import { Text } from 'ink';
import { createContext, memo, type ReactElement, useContext } from 'react';
import type { CellProps, Look } from '../look.js';
import { cellWidth, sized } from '../text/cells.js';
import { type Span, span } from '../text/line.js';
import { spanProps } from './row.js';
import { type StandIns, standIns } from './stand-in.js';

export interface Column {
  readonly title: string;
  readonly width: number;
  readonly align?: 'start' | 'end';
}

interface TableViewProps {
  readonly columns: readonly Column[];
  /** One span for each column. */
  readonly rows: readonly (readonly Span[])[];
  /** Index of the row drawn as selected, -1 for none. */
  readonly selected: number;
  readonly heading: boolean;
  readonly look: Look;
}

/** Blanks between two columns, as ink-table with our cells leaves them. */
export const COLUMN_GAP = 2;

interface Model extends TableViewProps {
  readonly hidden: StandIns;
}

/** ink-table 3.1.0 keeps the cell components of its first drawing for ever: so they take what they draw from here. */
const TableModel = createContext<Model | null>(null);

/** A cell of the column: `text`, drawn as `part` is; `chosen`: its row has the cursor. */
function drawn(
  model: Model,
  index: number,
  { text, part, chosen }: { readonly text: string; readonly part: Span; readonly chosen: boolean },
): ReactElement {
  const column = model.columns[index];
  // ink-table's padding was trimmed: a cell fills its column, and the gap behind all but the last.
  const gap = index === model.columns.length - 1 ? 0 : COLUMN_GAP;
  const blanks = Math.max(0, (column?.width ?? 0) - cellWidth(text)) + gap;
  return (
    <Text wrap="truncate-end" {...spanProps(part, model.look, chosen)}>
      {text + ' '.repeat(blanks)}
    </Text>
  );
}

function Cell({ children, column = 0 }: CellProps): ReactElement | null {
  const model = useContext(TableModel);
  if (model === null) return null;
  const { row, text } = model.hidden.reveal(String(children));
  const part = model.rows[row]?.[column] ?? span('');
  return drawn(model, column, { text, part, chosen: row === model.selected });
}

function Header({ children, column = 0 }: CellProps): ReactElement | null {
  const model = useContext(TableModel);
  if (model === null || !model.heading) return null;
  const { text } = model.hidden.reveal(String(children));
  return drawn(model, column, { text, part: span('', 'muted'), chosen: false });
}

const Nothing = (): null => null;

/**
 * A table without lines, drawn by ink-table: its skeleton is left out, every cell comes fitted to its column, and
 * the cell component puts back colour and wide characters. Width: sum of the columns + COLUMN_GAP between them.
 */
function TableView(props: TableViewProps): ReactElement {
  const { columns, rows, look } = props;
  const { Table } = look;
  const hidden = standIns();
  const shown = (text: string, index: number): string => {
    const column = columns[index];
    return column === undefined ? '' : sized(text, column.width, look.glyphs.ellipsis, column.align);
  };
  const keys = columns.map((column, index) => hidden.hide(index, shown(column.title, index)));
  const data = rows.map((row, number) =>
    Object.fromEntries(
      keys.map((key, index) => [key, hidden.hide(number, shown(row[index]?.text ?? '', index))]),
    ),
  );
  return (
    <TableModel.Provider value={{ ...props, hidden }}>
      <Table data={data} columns={keys} header={Header} cell={Cell} skeleton={Nothing} />
    </TableModel.Provider>
  );
}

/** Rebuilt only when something in it changed: a full ink-table costs far more than one line of text. */
export const FittedTable = memo(
  TableView,
  (before, after) => before.look === after.look && JSON.stringify(before) === JSON.stringify(after),
);
