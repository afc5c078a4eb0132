import { Text, type TextProps } from 'ink';
import { memo, type ReactElement } from 'react';
import type { Look } from '../look.js';
import { fitLine, type Line, type Span } from '../text/line.js';

/** The Ink properties of one span; colour is left out where the theme has none. */
export function spanProps(part: Span, look: Look, background: boolean): TextProps {
  const { colors, selected, dim } = look.theme;
  const tone = part.tone ?? 'text';
  const color = colors[tone];
  return {
    bold: part.bold === true,
    ...(dim?.includes(tone) ? { dimColor: true } : {}),
    ...(color === undefined ? {} : { color }),
    ...(background && selected !== undefined ? { backgroundColor: selected } : {}),
  };
}

interface RowProps {
  readonly line: Line;
  readonly width: number;
  readonly look: Look;
  /** Drawn on the theme's background for the selected row. */
  readonly selected?: boolean;
}

function sameLine(a: Line, b: Line): boolean {
  return (
    a.length === b.length &&
    a.every((part, index) => {
      const other = b[index];
      return part.text === other?.text && part.tone === other.tone && part.bold === other.bold;
    })
  );
}

function RowView({ line, width, look, selected = false }: RowProps): ReactElement {
  const parts = fitLine(line, width, look.glyphs.ellipsis);
  return (
    <Text wrap="truncate-end">
      {parts.map((part, index) => (
        // The parts of a line have no identity but their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <Text key={index} {...spanProps(part, look, selected)}>
          {part.text}
        </Text>
      ))}
    </Text>
  );
}

/** One line of exactly `width` cells; drawn again only when it differs. */
export const Row = memo(
  RowView,
  (before, after) =>
    before.width === after.width &&
    before.look === after.look &&
    before.selected === after.selected &&
    sameLine(before.line, after.line),
);

interface RowsProps {
  readonly lines: readonly Line[];
  readonly width: number;
  readonly look: Look;
  /** Index of the line drawn as selected, -1 for none. */
  readonly selected?: number;
}

/** Lines one below the other. They have no identity but their place, so that a list that moves redraws in place. */
export function Rows({ lines, width, look, selected = -1 }: RowsProps): ReactElement {
  return (
    <>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <Row key={index} line={line} width={width} look={look} selected={index === selected} />
      ))}
    </>
  );
}
