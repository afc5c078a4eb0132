import { useCursor } from 'ink';
import type { ReactElement } from 'react';
import type { KeyContext } from '../keys/binding.js';
import type { Look } from '../look.js';
import { fitLine, type Line, lineWidth, span } from '../text/line.js';
import { plain } from '../text/plain.js';
import { Row } from './row.js';

interface FilterLineProps {
  readonly context: KeyContext;
  readonly width: number;
  /** The row it stands in. */
  readonly y: number;
  readonly look: Look;
}

/** The filter while it is typed, in the place of the status, with the terminal's own cursor in it. */
export function FilterLine({ context, width, y, look }: FilterLineProps): ReactElement {
  const { snapshot, shown, ui } = context;
  const { setCursorPosition } = useCursor();
  const head: Line = [span(' / ', 'accent', true), span(plain(ui.filter, look.glyphs.ascii), 'strong', true)];
  const tail = `${shown.sessions.length} of ${snapshot.sessions.length} sessions, ${shown.queue.tasks.length} of ${snapshot.queue.tasks.length} tasks`;
  const at = Math.min(lineWidth(head), width - 1);
  setCursorPosition({ x: at, y });
  const line = fitLine([...head, span('    '), span(tail, 'muted')], width, look.glyphs.ellipsis);
  return <Row line={line} width={width} look={look} />;
}
