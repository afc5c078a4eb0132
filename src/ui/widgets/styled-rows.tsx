import { Text, type TextProps } from 'ink';
import { memo, type ReactElement } from 'react';
import type { Look } from '../look.js';
import type { Style } from '../text/sgr.js';
import { fitRow, type StyledRow } from '../text/styled.js';

/** The Ink properties of a style; without colours where the theme has none. */
function styleProps(style: Style, look: Look): TextProps {
  const coloured = look.theme.name !== 'none';
  return {
    bold: style.bold,
    dimColor: style.dim,
    italic: style.italic,
    underline: style.underline,
    inverse: style.inverse,
    strikethrough: style.strike,
    ...(coloured && style.color !== null ? { color: style.color } : {}),
    ...(coloured && style.background !== null ? { backgroundColor: style.background } : {}),
  };
}

interface OneProps {
  readonly row: StyledRow;
  readonly width: number;
  readonly look: Look;
}

function OneView({ row, width, look }: OneProps): ReactElement {
  const parts = fitRow(row, width, look.glyphs.ellipsis);
  return (
    <Text wrap="truncate-end">
      {parts.length === 0 ? ' ' : null}
      {parts.map((part, index) => (
        // The parts of a row have no identity but their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <Text key={index} {...styleProps(part.style, look)}>
          {part.text}
        </Text>
      ))}
    </Text>
  );
}

const One = memo(
  OneView,
  (before, after) =>
    before.width === after.width &&
    before.look === after.look &&
    JSON.stringify(before.row) === JSON.stringify(after.row),
);

interface StyledRowsProps {
  readonly rows: readonly StyledRow[];
  readonly width: number;
  readonly look: Look;
}

/** Rows of a captured screen in their own colours, each drawn again only when it differs. */
export function StyledRows({ rows, width, look }: StyledRowsProps): ReactElement {
  return (
    <>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <One key={index} row={row} width={width} look={look} />
      ))}
    </>
  );
}
