import { Box } from 'ink';
import type { ReactElement } from 'react';
import { isLooking } from '../../core/looking.js';
import type { Rect, StripId } from '../layout.js';
import { panelOf } from '../panels/index.js';
import { titleOf, type View } from '../panels/panel.js';
import { type Line, lineWidth, span } from '../text/line.js';
import { sessionWord } from '../words.js';
import { hitLine } from './hit-row.js';
import { Row } from './row.js';

interface StripProps {
  readonly id: StripId;
  readonly rect: Rect;
  readonly view: View;
  /** Index of the one that is told first. */
  readonly selected: number;
}

/** Each session by its sign and its name, from the selected one on. */
function sessionsLine({ snapshot, look }: View, selected: number): Line {
  const { sessions } = snapshot;
  if (sessions.length === 0)
    return [span(isLooking(snapshot) ? 'Looking at the panes.' : 'No sessions.', 'muted')];
  const from = Math.max(0, selected);
  return [...sessions.slice(from), ...sessions.slice(0, from)].flatMap((session) => {
    const word = sessionWord(session, look.glyphs);
    const [sign = ''] = word.text.split(' ');
    return [{ ...word, text: `${sign} ` }, span(`${session.name}  `)];
  });
}

function hitsLine(view: View, selected: number, width: number): Line {
  const hit = view.snapshot.hits[selected];
  return hit === undefined
    ? [span('None.', 'muted')]
    : hitLine(hit, { chosen: false, focused: false }, view, width);
}

/** One row of a panel that must stay in sight beside one that has the whole body. */
export function Strip({ id, rect, view, selected }: StripProps): ReactElement {
  const head: Line = [span(` ${titleOf(panelOf(id))}  `, 'muted')];
  const rest =
    id === 'sessions' ? sessionsLine(view, selected) : hitsLine(view, selected, rect.width - lineWidth(head));
  return (
    <Box position="absolute" top={rect.y} left={rect.x} width={rect.width} height={1}>
      <Row line={[...head, ...rest]} width={rect.width} look={view.look} />
    </Box>
  );
}
