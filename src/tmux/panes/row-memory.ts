import { type PaneRow, parsePaneRow } from './row.js';

/** Most rows of a listing stand as they stood in the one before: those are not read again. Holds one listing's rows. */
export class RowMemory {
  #rows: ReadonlyMap<string, PaneRow> = new Map();

  /** Lines that are no row are left out. */
  read(lines: readonly string[]): readonly PaneRow[] {
    const rows = new Map<string, PaneRow>();
    const all: PaneRow[] = [];
    for (const line of lines) {
      const row = this.#rows.get(line) ?? parsePaneRow(line);
      if (row === null) continue;
      rows.set(line, row);
      all.push(row);
    }
    this.#rows = rows;
    return all;
  }
}
