/** Which rows of a long list are drawn: from `start`, `size` of them. */
export interface Window {
  readonly start: number;
  readonly size: number;
}

/** Page by page, so that rows stand still while the selection moves within a page. `selected` -1: the first page. */
export function windowOf(count: number, rows: number, selected: number): Window {
  const size = Math.max(0, Math.min(rows, count));
  if (size === 0) return { start: 0, size: 0 };
  const page = Math.floor(Math.max(0, selected) / size) * size;
  return { start: Math.min(page, count - size), size };
}
