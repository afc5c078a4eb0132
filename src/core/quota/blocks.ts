import { type Row, rejoin } from './screen-text.js';

/**
 * One thing the CLI drew in the transcript.
 * prompt: submitted (`❯`, `>`) · bash: a person's `! command` · bullet: `●`, a reply, a tool's head, a notice or an error ·
 * group: tool calls drawn as one line `Read 1 file (ctrl+o to expand)` · status: `✻ …` · result: a `⎿` of its own ·
 * panel: a list or hint of the interface · plain: anything at the left edge · headless: its head has scrolled away.
 */
export type BlockKind =
  | 'prompt'
  | 'bash'
  | 'bullet'
  | 'group'
  | 'status'
  | 'result'
  | 'panel'
  | 'plain'
  | 'headless';

export interface Block {
  readonly kind: BlockKind;
  readonly rows: readonly Row[];
  /** The rows' words, head glyph and indentation gone, one per row. */
  readonly lines: readonly string[];
  /** How many of `lines` stand before the first empty row. */
  readonly lead: number;
  /** For a result: the block whose rows it follows without an empty row between; null when it stands free. */
  readonly owner: Block | null;
  /** For a result: which of its owner's results it is, from 1. */
  readonly nth: number;
  /** The block above, null at the top of what is in sight. */
  readonly above: Block | null;
}

type Draft = { -readonly [K in keyof Block]: Block[K] } & { rows: Row[]; lines: string[] };

const STATUS = /^[·✢✳✶✻✽✺∗*+] \S/;
const COLLAPSED = /^ {2,4}\S.{2,300}\((?:ctrl|⌃)\+?[a-z] to (?:expand|see)/;
/** Indentation of the text behind `⎿`, at most; what is indented less does not belong to it. 1.0.60 draws 4 in narrow panes. */
const RESULT_INDENT = 5;
/** Text this far to the right, after an empty row, is a note of the interface (`◐ medium · /effort`, a time). */
const ASIDE_INDENT = 20;

function headOf(row: Row): BlockKind | null {
  const { text, indent } = row;
  if (indent === 0) {
    if (/^[❯>](?: |$)/.test(text)) return /^[❯>] ! ?\S/.test(text) ? 'bash' : 'prompt';
    if (/^! ?\S/.test(text)) return 'bash';
    if (/^[●⏺○◯](?: |$)/.test(text)) return 'bullet';
    return STATUS.test(text) ? 'status' : 'plain';
  }
  return indent === 2 && text.startsWith('⎿', 2) ? 'result' : null;
}

function words(row: Row, kind: BlockKind): string {
  if (kind === 'result') return row.text.slice(3).trim();
  return kind === 'plain' ? row.text : row.text.slice(1).trim();
}

/** Notes that stand before a tool's output, each with a `⎿` of its own. */
const BEFORE_OUTPUT = /^(?:PreToolUse|PermissionRequest)\b|^Allowed by /;

function ownership(above: Block | null, gap: boolean): { owner: Block | null; nth: number } {
  if (above === null || gap) return { owner: null, nth: 1 };
  const step = BEFORE_OUTPUT.test(above.lines[0] ?? '') ? 0 : 1;
  if (above.kind === 'result') return { owner: above.owner ?? above, nth: above.nth + step };
  if (above.kind === 'panel' && above.owner !== null) return { owner: above.owner, nth: above.nth + 1 };
  return { owner: above, nth: 1 };
}

function textColumn(result: Block): number {
  const column = /^ {2}⎿ +(?=\S)/.exec(result.rows[0]?.text ?? '')?.[0].length ?? RESULT_INDENT;
  return Math.min(column, RESULT_INDENT);
}

/** Whether a row without a head goes on with `block`; `gap`: empty rows stand between. */
function continues(block: Block, row: Row, gap: boolean): boolean {
  if (block.kind === 'result') return row.indent >= textColumn(block);
  if (!gap) return true;
  if (COLLAPSED.test(row.text)) return false;
  return block.kind === 'prompt' || block.kind === 'bullet' || block.kind === 'headless';
}

/** A block of one row so far, with its words. `gap`: empty rows part it from the one above. */
function start(
  kind: BlockKind,
  { row, text }: { readonly row: Row; readonly text: string },
  { above, gap }: { readonly above: Block | null; readonly gap: boolean },
): Draft {
  const owned =
    kind === 'result' || (kind === 'panel' && !gap) ? ownership(above, gap) : { owner: null, nth: 1 };
  const place = kind === 'panel' ? { owner: owned.owner, nth: Math.max(1, owned.nth - 1) } : owned;
  return { kind, rows: [row], lines: [text], lead: 1, above, ...place };
}

/** Groups the transcript's rows into blocks, in one pass. */
export function blocksOf(rows: readonly Row[]): Block[] {
  const blocks: Draft[] = [];
  let gap = true;
  for (const row of rows) {
    if (row.text === '') {
      gap = true;
      continue;
    }
    if (gap && row.indent >= ASIDE_INDENT) continue;
    const current = blocks[blocks.length - 1] ?? null;
    const kind = headOf(row);
    if (kind !== null && !(kind === 'plain' && current?.kind === 'plain' && !gap)) {
      blocks.push(start(kind, { row, text: words(row, kind) }, { above: current, gap }));
    } else if (current !== null && (kind === 'plain' || continues(current, row, gap))) {
      if (!gap && current.lead === current.lines.length) current.lead += 1;
      current.rows.push(row);
      current.lines.push(row.text.trim());
    } else {
      const other = COLLAPSED.test(row.text) ? 'group' : current === null ? 'headless' : 'panel';
      blocks.push(start(other, { row, text: row.text.trim() }, { above: current, gap }));
    }
    gap = false;
  }
  return blocks;
}

/** The words of a block's first paragraph in one line. */
export function leadText(block: Block): string {
  return rejoin(block.lines.slice(0, Math.min(block.lead, 60))).slice(0, 4000);
}

/** The same, trimmed; '' for no block. */
export function ownText(block: Block | null): string {
  return block === null ? '' : blockText(block).trim();
}

/** A block's words in one line. Long blocks are cut: no sentence of the CLI is that long. */
export function blockText(block: Block): string {
  return rejoin(block.lines.slice(0, 60)).slice(0, 4000);
}
