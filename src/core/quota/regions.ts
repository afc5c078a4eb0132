import type { Layout } from './layout.js';
import type { Composer } from './reading.js';
import { isScreenReader, screenReaderLayout } from './screen-reader.js';
import { type Row, toRows } from './screen-text.js';
import { unwrapped } from './unwrap.js';

const ABSENT: Composer = { state: 'absent', text: '' };
const RULE = /^[─━▔]{8,}(?: [^─━▔]{1,80} ?[─━▔]*)?$/;
const PROMPT_MARK = /^[❯>!#&](?: |$)/;
const OPTION = /^❯ (?:\d{1,2}\. |Yes|No)/;

/** Text the CLI shows in an empty composer (1.0.60 to 2.1.330); nobody typed it. A capture with styles shows any such text dim. */
const PLACEHOLDERS = [
  /^Try ".{0,200}"?$/,
  /^Resend your message to try again$/,
  /^Once fixed, resend your message$/,
  /^Press up to edit queued messages$/,
];

/** The composer's state from its rows, the mark and the indentation still on them. */
function composerOf(rows: readonly Row[]): Composer {
  const [first = '', ...rest] = rows.map((row) => row.typed);
  const mark = rows[0]?.text.charAt(0);
  const head = first.slice(1).replace(/^ /, '').trimEnd();
  const text = [
    mark === '!' ? `!${head}` : head,
    ...rest.map((line) => line.replace(/^ {1,2}/, '').trimEnd()),
  ]
    .join('\n')
    .replace(/\n+$/, '')
    .trimEnd();
  if (text === '' || PLACEHOLDERS.some((placeholder) => placeholder.test(text.replaceAll('\n', ' ')))) {
    return { state: 'empty', text: '' };
  }
  return { state: 'draft', text };
}

function lastIndex(rows: readonly Row[], from: number, test: (text: string) => boolean): number {
  for (let index = from; index >= 0; index -= 1) if (test(rows[index]?.text ?? '')) return index;
  return -1;
}

/** 1.0.60: the composer and the dialogs stand in a box. */
function boxedLayout(rows: readonly Row[], bottom: number): Layout | null {
  const top = lastIndex(rows, bottom - 1, (text) => text.startsWith('╭'));
  if (top < 0 || rows.slice(top + 1, bottom).some((row) => !row.text.startsWith('│'))) return null;
  const inside = rows.slice(top + 1, bottom).map((row) => {
    const right = row.text.replace(/ *│$/, '');
    const text = right.replace(/^│ ?/, '');
    const typed = row.typed.slice(right.length - text.length, right.length);
    return { row: row.row, text, indent: text.length - text.trimStart().length, typed };
  });
  const body = rows.slice(0, top);
  const footer = rows.slice(bottom + 1);
  const first = inside[0];
  if (first === undefined) return null;
  if (PROMPT_MARK.test(first.text) && !OPTION.test(first.text)) {
    const composer = composerOf(inside);
    return { form: 'drawn', body, composer, composerRow: first.row, panel: [], footer };
  }
  return {
    form: 'drawn',
    body,
    composer: ABSENT,
    composerRow: -1,
    panel: [...inside, ...footer],
    footer: [],
  };
}

/** Transcript glyphs at their places: rows with them are output, not part of a dialog. */
function isOutput(row: Row): boolean {
  return /^(?:[●⏺] | {2}⎿)/.test(row.text) || (PROMPT_MARK.test(row.text) && !OPTION.test(row.text));
}

/** 1.0.128 and later: the composer stands between two rules over the whole width, a dialog below one (or two). */
function ruledLayout(rows: readonly Row[], bottom: number): Layout {
  const top = lastIndex(rows, bottom - 1, (text) => RULE.test(text));
  const first = rows[top + 1];
  if (
    top >= 0 &&
    first !== undefined &&
    top + 1 < bottom &&
    PROMPT_MARK.test(first.text) &&
    !OPTION.test(first.text)
  ) {
    const composer = composerOf(rows.slice(top + 1, bottom));
    return {
      form: 'drawn',
      body: rows.slice(0, top),
      composer,
      composerRow: first.row,
      panel: [],
      footer: rows.slice(bottom + 1),
    };
  }
  const start = top >= 0 && !rows.slice(top + 1, bottom).some(isOutput) ? top : bottom;
  return {
    form: 'drawn',
    body: rows.slice(0, start),
    composer: ABSENT,
    composerRow: -1,
    panel: rows.slice(start + 1),
    footer: [],
  };
}

/** The head of the first start of all, under which it asks for text style and login with no rule or box around. */
const FIRST_START = /^Welcome to Claude Code(?: v\d[\d.]*)?$/;

/** Cuts a screen into its regions, from the bottom up. */
export function layoutOf(screen: string): Layout {
  const rows = unwrapped(toRows(screen));
  const last = rows.length - 1;
  const rule = lastIndex(rows, last, (text) => RULE.test(text));
  const box = lastIndex(rows, last, (text) => text.startsWith('╰'));
  const head = lastIndex(rows, last, (text) => FIRST_START.test(text));
  const bare = { form: 'drawn', composer: ABSENT, composerRow: -1, footer: [] } as const;
  // What stands above it is of a run before.
  if (head > Math.max(rule, box)) return { ...bare, body: rows.slice(0, head), panel: rows.slice(head + 1) };
  if (rule > box) return ruledLayout(rows, rule);
  const boxed = box < 0 ? null : boxedLayout(rows, box);
  if (boxed !== null) return boxed;
  if (isScreenReader(rows)) return screenReaderLayout(rows);
  return { ...bare, body: rows, panel: [] };
}
