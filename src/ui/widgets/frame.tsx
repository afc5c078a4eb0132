import { Box } from 'ink';
import type { ReactElement, ReactNode } from 'react';
import type { Rect } from '../layout.js';
import type { Look } from '../look.js';
import { type Line, lineWidth, span } from '../text/line.js';
import { Row } from './row.js';

/** Cells a frame takes from its width (two borders, two blanks) and rows from its height. */
export const FRAME_COLS = 4;
export const FRAME_ROWS = 2;

interface FrameProps {
  readonly rect: Rect;
  readonly title: string;
  readonly note: Line;
  /** What stands at the right of the lower edge. */
  readonly below?: Line;
  readonly focused: boolean;
  readonly look: Look;
  readonly children: ReactNode;
}

type EdgeProps = Omit<FrameProps, 'children'>;

function titleLine({ rect, title, note, focused, look }: EdgeProps): Line {
  const { border, marker } = look.glyphs;
  const edge = focused ? 'accent' : 'faint';
  const head = [
    span(border.topLeft, edge),
    span(focused ? marker : border.top, edge, focused),
    span(` ${title} `, focused ? 'strong' : 'muted', focused),
  ];
  const noteWidth = lineWidth(note);
  const room = rect.width - lineWidth(head) - noteWidth - 5;
  const tail = room >= 0 && noteWidth > 0 ? [span(' '), ...note, span(' ')] : [];
  const fill = Math.max(0, rect.width - lineWidth(head) - lineWidth(tail) - 2);
  return [...head, span(border.top.repeat(fill), edge), ...tail, span(border.top + border.topRight, edge)];
}

function lowerLine({ rect, below = [], focused, look }: EdgeProps): Line {
  const { border } = look.glyphs;
  const edge = focused ? 'accent' : 'faint';
  const fill = Math.max(0, rect.width - lineWidth(below) - 5);
  return [
    span(border.bottomLeft + border.bottom.repeat(fill), edge),
    span(' '),
    ...below,
    span(' '),
    span(border.bottom + border.bottomRight, edge),
  ];
}

/** A quiet box with its title in the upper edge; the focused one has a marker, a bold title and the accent colour. */
export function Frame({ children, ...props }: FrameProps): ReactElement {
  const { rect, below = [], focused, look } = props;
  const isTold = below.length > 0;
  const tone = focused ? 'accent' : 'faint';
  const color = look.theme.colors[tone];
  return (
    <Box
      position="absolute"
      top={rect.y}
      left={rect.x}
      width={rect.width}
      height={rect.height}
      flexDirection="column"
    >
      <Row line={titleLine(props)} width={rect.width} look={look} />
      <Box
        borderStyle={look.glyphs.border}
        borderTop={false}
        borderBottom={!isTold}
        borderDimColor={look.theme.dim?.includes(tone) === true}
        {...(color === undefined ? {} : { borderColor: color })}
        width={rect.width}
        height={rect.height - (isTold ? 2 : 1)}
        paddingX={1}
        flexDirection="column"
        overflow="hidden"
      >
        {children}
      </Box>
      {isTold ? <Row line={lowerLine(props)} width={rect.width} look={look} /> : null}
    </Box>
  );
}
