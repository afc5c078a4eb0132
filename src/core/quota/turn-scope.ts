import { type Block, blockText, leadText } from './blocks.js';
import { type Announcement, isNotice, lastAnnouncement } from './notice.js';
import { isSummary } from './place.js';
import { squeeze } from './screen-text.js';

/** Commands that show something and send nothing: the turn before them still stands. */
const VIEW_ONLY =
  /^\/(?:rate-limit-options|usage|status|cost|stats|help|context|config|extra-usage|usage-credits)\b/;
const HOOK = /^(?:[A-Z]\w+(?::\w+)? (?:hook\b|says:)|Ran \d+ .{0,40}hooks?\b)/;

/** What the last submitted prompt brought, newest last, and what stands around it. */
export interface Scope {
  /** The last prompt sent to the model, null when it is out of sight. */
  readonly prompt: Block | null;
  /** Blocks below it. */
  readonly blocks: readonly Block[];
  /** The newest that says how the turn ended: a reply, a tool's output, an error; null when there is none. */
  readonly newest: Block | null;
  /** The row that says that the turn came to its regular end, below all that counts; null without one. */
  readonly done: Block | null;
  readonly announcement: Announcement | null;
}

function isQueued(block: Block, next: Block | undefined): boolean {
  return next?.kind === 'result' && next.owner === block && /^Queued\b/.test(next.lines[0] ?? '');
}

function sentToModel(block: Block, next: Block | undefined): boolean {
  return block.kind === 'prompt' && !VIEW_ONLY.test(block.lines[0] ?? '') && !isQueued(block, next);
}

/** What hooks printed, as a `⎿` line or below a `●` of their own. */
function isHook(block: Block | null): boolean {
  if (block?.kind === 'bullet') return HOOK.test(leadText(block));
  return block?.kind === 'result' && (HOOK.test(block.lines[0] ?? '') || isHook(block.owner));
}

const ASIDE: readonly Block['kind'][] = ['panel', 'plain', 'status', 'prompt', 'bash'];

/** Interface, local commands, hooks and notices: newer than a limit line without ending it. */
function leavesTurn(block: Block): boolean {
  if (ASIDE.includes(block.kind) || isHook(block)) return true;
  if (block.kind === 'result') {
    const owner = block.owner?.kind;
    if (owner === 'bash' || owner === 'status') return block.nth === 1 || owner === 'bash';
    if (block.owner?.kind === 'prompt' && VIEW_ONLY.test(block.owner.lines[0] ?? '')) return true;
    return /^Queued ·/.test(block.lines[0] ?? '');
  }
  return isNotice(block) || (block.kind === 'bullet' && isSummary(block) && !/\(ctrl/.test(blockText(block)));
}

/** 2.1.330 ends a turn with `✻ Baked for 2s · done 9:11 AM`, but for one that met an error; 2.1.150 any turn, without `done`. */
function isDoneRow(block: Block): boolean {
  return block.kind === 'status' && /^[\p{L}\p{M}'-]+for\d.*·done/u.test(squeeze(leadText(block)));
}

/** Finds the turn of the last submitted prompt. */
export function scopeOf(blocks: readonly Block[]): Scope {
  const at = blocks.findLastIndex((block, index) => sentToModel(block, blocks[index + 1]));
  const below = blocks.slice(at + 1);
  const newest = below.findLast((block) => !leavesTurn(block)) ?? null;
  const after = newest === null ? below : below.slice(below.indexOf(newest) + 1);
  const done = after.findLast(isDoneRow) ?? null;
  return { prompt: blocks[at] ?? null, blocks: below, newest, done, announcement: lastAnnouncement(below) };
}
