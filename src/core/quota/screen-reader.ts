import type { Block, BlockKind } from './blocks.js';
import type { Layout } from './layout.js';
import type { Row } from './screen-text.js';

/** Begins what the person or the model said. */
const SPOKEN = /^(?:you|claude): /;

/** `claude --screen-reader` (2.1.330) draws no glyphs and no rules: `you: …`, `claude: …`, errors bare, input after `$`. */
export function isScreenReader(rows: readonly Row[]): boolean {
  if (rows.some((row) => row.text.startsWith('[Screen Reader Mode'))) return true;
  const input = /^\$(?: |$)/.test(rows[rows.length - 1]?.text ?? '');
  return input && rows.some((row) => SPOKEN.test(row.text));
}

const MODE_ROW =
  /^(?:manual|plan|auto|accept edits|bypass permissions) ?(?:mode)? on\b|\besc to interrupt\b/i;
/** The footer stands in at most so many rows above the input. */
const FOOTER_ROWS = 14;

/** Row where the footer begins: the CLI's own notice of an armed wait, else the mode row, else the input itself. */
function footerStart(rows: readonly Row[], input: number): number {
  let start = input;
  for (let index = input - 1; index >= Math.max(0, input - FOOTER_ROWS); index -= 1) {
    const text = rows[index]?.text ?? '';
    if (SPOKEN.test(text)) break;
    if (text.startsWith('⚠ ') || MODE_ROW.test(text)) start = index;
  }
  return start;
}

function lastInput(rows: readonly Row[]): number {
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const text = rows[index]?.text ?? '';
    if (/^\$(?: |$)/.test(text)) return index;
    if (SPOKEN.test(text)) return -1;
  }
  return -1;
}

export function screenReaderLayout(rows: readonly Row[]): Layout {
  const input = lastInput(rows);
  const base = {
    form: 'screen-reader' as const,
    composerRow: -1,
    composer: { state: 'absent' as const, text: '' },
  };
  if (input < 0) {
    const dialog = rows.findLastIndex((row) =>
      /^(?:What do you want to do\?|Do you want to )/.test(row.text),
    );
    const body = dialog < 0 ? rows : rows.slice(0, dialog);
    return { ...base, body, panel: dialog < 0 ? [] : rows.slice(dialog), footer: [] };
  }
  const start = footerStart(rows, input);
  const text = [rows[input]?.typed.slice(2) ?? '', ...rows.slice(input + 1).map((row) => row.typed)]
    .join('\n')
    .trim();
  return {
    ...base,
    composer: text === '' ? { state: 'empty', text: '' } : { state: 'draft', text },
    composerRow: rows[input]?.row ?? -1,
    body: rows.slice(0, start),
    panel: [],
    footer: rows.slice(start, input),
  };
}

type SpokenKind = Exclude<BlockKind, 'group' | 'panel' | 'headless'>;

/** Rows that begin something of their own; all others go on with what stands above (a long line wraps to the left edge). */
const STARTS: readonly (readonly [SpokenKind, RegExp])[] = [
  ['bash', /^you: ! ?\S/],
  ['prompt', /^you: /],
  ['bullet', /^claude: /],
  ['bullet', /^(?:Usage limit re(?:ached|set) · |Automatic continue cancelled)/],
  ['status', /^[A-Z]\p{L}+ for \d+(?:s|m|h)\b|^[A-Z]\p{L}+…/u],
  [
    'result',
    /^(?:You['’]ve (?:hit|reached) your |You['’]re out of |Claude (?:AI )?usage limit|Spending cap reached)/,
  ],
  ['result', /^(?:[\w-]+ ){0,3}limit reached\b/i],
  ['result', /^(?:API Error|Please run \/login|Login expired|Not logged in|OAuth token|Credit balance)/],
];

/**
 * The transcript of the screen-reader form as blocks. A bare limit or error line is a result; it has the block above as
 * its owner unless that is the prompt it answers, since wrapped text of a reply stands at the left edge just like it.
 */
export function spokenBlocks(rows: readonly Row[]): Block[] {
  const blocks: (Block & { rows: Row[]; lines: string[] })[] = [];
  for (const row of rows) {
    const text = row.text.trim();
    if (text === '') continue;
    const above = blocks[blocks.length - 1] ?? null;
    const kind = STARTS.find(([, test]) => test.test(text))?.[0];
    if (kind === undefined && above !== null) {
      above.rows.push(row);
      above.lines.push(text);
      continue;
    }
    const words = text.replace(SPOKEN, '');
    const owner = kind === 'result' ? above : null;
    blocks.push({ kind: kind ?? 'plain', rows: [row], lines: [words], lead: 1, owner, nth: 1, above });
  }
  return blocks.map((block) => ({ ...block, lead: block.lines.length }));
}
