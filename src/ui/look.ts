import type { ComponentType, PropsWithChildren, ReactElement } from 'react';
import type { Glyphs } from './glyphs.js';
import type { Theme } from './theme.js';

/** What ink-table gives to the components it is told to draw with: a cell also hears its column's number. */
export type CellProps = PropsWithChildren<{ readonly column?: number }>;

/** The part of ink-table 3.1.0 that is used: it draws plain strings, whose widths it takes from their length. */
export interface TableProps {
  readonly data: readonly Readonly<Record<string, string>>[];
  readonly columns: readonly string[];
  readonly header: ComponentType<CellProps>;
  readonly cell: ComponentType<CellProps>;
  readonly skeleton: ComponentType<CellProps>;
}

export type TableComponent = (props: TableProps) => ReactElement;

/** How everything is drawn. */
export interface Look {
  readonly theme: Theme;
  readonly glyphs: Glyphs;
  /** ink-table, loaded by the host: its loader needs Node, which this room does not see. */
  readonly Table: TableComponent;
}
