import type { Row } from './screen-text.js';

const RULE = /^[─━▔]{8,}$/;
/** What begins something of its own at the left edge. */
const HEAD = /^[❯>●⏺○◯!✻✽✺✳✶✢*·╭│╰─━▔]/;

/**
 * Rejoins rows that the terminal broke, not the CLI: text reaches the last column and goes on at the left edge, where the
 * CLI itself would have indented it (2.0.60 miscounts such a row by one). `capture-pane -J` does the same; a capture
 * without it is read alike. The width is that of the rules the CLI draws across the pane.
 */
export function unwrapped(rows: readonly Row[]): Row[] {
  const width = Math.max(0, ...rows.filter((row) => RULE.test(row.text)).map((row) => row.text.length));
  if (width === 0) return [...rows];
  const joined: Row[] = [];
  for (const row of rows) {
    const last = joined[joined.length - 1];
    const full = last !== undefined && last.indent > 0 && last.text.length === width;
    if (full && row.text !== '' && row.indent === 0 && !HEAD.test(row.text)) {
      joined[joined.length - 1] = { ...last, text: last.text + row.text, typed: last.typed + row.typed };
    } else {
      joined.push(row);
    }
  }
  return joined;
}
