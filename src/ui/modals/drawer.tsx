import type { ReactElement } from 'react';
import type { Rect } from '../layout.js';
import type { View } from '../panels/panel.js';
import { span } from '../text/line.js';
import { type Modal, scrollOf } from '../ui-state.js';
import { FRAME_COLS, FRAME_ROWS, Frame } from '../widgets/frame.js';
import { Rows } from '../widgets/row.js';
import { windowOf } from '../widgets/window.js';
import type { Content } from './content-line.js';

interface DrawerProps {
  readonly rect: Rect;
  readonly content: Content;
  readonly modal: Modal | null;
  readonly view: View;
}

/** The last line a modal of so many lines can be scrolled to in this place. */
export function scrollMaxOf(content: Content, rect: Rect): number {
  return Math.max(0, content.lines.length - (rect.height - FRAME_ROWS));
}

/** A modal: it takes the lower rows and leaves sessions and hits in sight. */
export function Drawer({ rect, content, modal, view }: DrawerProps): ReactElement {
  const { look } = view;
  const { up, down } = look.glyphs;
  const rows = rect.height - FRAME_ROWS;
  const max = scrollMaxOf(content, rect);
  const scroll = scrollOf(modal, max);
  // Of a list the chosen line stays in sight, until one reads on below it.
  const start =
    content.chosen >= 0 && scroll === 0 ? windowOf(content.lines.length, rows, content.chosen).start : scroll;
  const shown = content.lines.slice(start, start + rows);
  const where = `${start > 0 ? up : ' '}${start < max ? down : ' '} ${start + shown.length}/${content.lines.length}`;
  const note = max > 0 ? [span(where, 'muted')] : [];
  return (
    <Frame rect={rect} title={content.title} note={note} focused look={look}>
      <Rows lines={shown} width={rect.width - FRAME_COLS} look={look} selected={content.chosen - start} />
    </Frame>
  );
}
