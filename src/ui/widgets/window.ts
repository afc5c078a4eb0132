import { clamp } from '../clamp.js';

/** Which rows of a long list are drawn: from `start`, `size` of them. */
export interface Window {
  readonly start: number;
  readonly size: number;
}

/** Page by page, so that rows stand still while the selection moves within a page. `selected` -1: the first page. */
export function windowOf(count: number, rows: number, selected: number): Window {
  const size = clamp(rows, 0, count);
  if (size === 0) return { start: 0, size: 0 };
  const page = Math.floor(Math.max(0, selected) / size) * size;
  return { start: Math.min(page, count - size), size };
}

/** Where the items of a list stand in its panel. */
export interface Listing extends Window {
  /** Rows above the first one. */
  readonly top: number;
  /** Rows each of them has. */
  readonly each: number;
}

/** Number of the item in this row of the panel, both from 0; null for none. */
export function itemAt({ start, size, top, each }: Listing, row: number): number | null {
  const at = Math.floor((row - top) / each);
  return at >= 0 && at < size ? start + at : null;
}
