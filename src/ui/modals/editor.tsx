import { useCursor } from 'ink';
import type { ReactElement } from 'react';
import type { EditorState } from '../editor-state.js';
import type { Rect } from '../layout.js';
import type { View } from '../panels/panel.js';
import { wrap } from '../text/cells.js';
import { type Page, viewOfText } from '../text/edit-rows.js';
import { FRONT_MATTER_KEYS } from '../text/front-matter.js';
import { type Line, span } from '../text/line.js';
import { plain } from '../text/plain.js';
import type { Tone } from '../theme.js';
import { FRAME_COLS, FRAME_ROWS, Frame } from '../widgets/frame.js';
import { Rows } from '../widgets/row.js';

/** Rows it would like to have inside its frame; the same for every text, so that nothing moves while one types. */
export const EDITOR_ROWS = 16;
/** From so many rows on the hint may take more than one. */
const ROOMY = 8;
const FOOT_MAX = 3;

interface EditorProps {
  readonly rect: Rect;
  readonly state: EditorState;
  readonly view: View;
  /** `e` opens the person's own editor. */
  readonly outside: boolean;
}

/** The place inside the frame for a screen of so many columns. */
export function editorPage(cols: number, ascii: boolean): Page {
  return { cells: Math.max(1, cols - FRAME_COLS), ascii };
}

function footText(
  { state, view, outside }: EditorProps,
  roomy: boolean,
): { readonly text: string; readonly tone: Tone } {
  const { alert } = view.look.glyphs;
  if (state.phase === 'adding') return { text: 'The task is being added …', tone: 'accent' };
  if (state.phase === 'leaving')
    return { text: `${alert} Throw away what you typed? y throws it away, n goes on.`, tone: 'warn' };
  if (state.trouble !== '') return { text: `${alert} ${state.trouble}`, tone: 'warn' };
  const first = state.touched ? '' : `Type the task${outside ? ', or e for your own editor' : ''}. `;
  if (!roomy) return { text: first === '' ? `Ctrl-T: ${FRONT_MATTER_KEYS}` : first, tone: 'muted' };
  const front = `Between two lines --- on top it may set ${FRONT_MATTER_KEYS}; Ctrl-T puts an example there.`;
  return { text: first + front, tone: 'muted' };
}

/** What stands below the text: a question, what went wrong, or a hint. */
function footLines(props: EditorProps, width: number, rows: number): readonly Line[] {
  const { text, tone } = footText(props, rows >= ROOMY);
  const max = Math.min(FOOT_MAX, rows - 1);
  return wrap(plain(text, props.view.look.glyphs.ascii), width)
    .slice(0, max)
    .map((part) => [span(part, tone, tone === 'warn')]);
}

/** The editor of a new task: a modal like the others, with the terminal's own cursor in it. */
export function Editor(props: EditorProps): ReactElement {
  const { rect, state, view } = props;
  const { look } = view;
  const { setCursorPosition } = useCursor();
  const page = editorPage(rect.width, look.glyphs.ascii);
  const rows = rect.height - FRAME_ROWS;
  const foot = footLines(props, page.cells, rows);
  const room = rows - foot.length;
  const { rows: texts, cursor } = viewOfText(state.text, room, page);
  setCursorPosition(
    state.phase === 'typing'
      ? { x: rect.x + FRAME_COLS / 2 + cursor.x, y: rect.y + 1 + cursor.y }
      : undefined,
  );
  const lines = Array.from({ length: room }, (_, index): Line => [span(texts[index] ?? '')]);
  const { row, lines: all } = state.text;
  const note = all.length > 1 ? [span(`line ${row + 1}/${all.length}`, 'muted')] : [];
  return (
    <Frame rect={rect} title="New task" note={note} focused look={look}>
      <Rows lines={[...lines, ...foot]} width={page.cells} look={look} />
    </Frame>
  );
}
