import { type Block, leadText } from './blocks.js';
import { isNotice } from './notice.js';
import type { Veto } from './reading.js';

/** A summary line of several tool calls, or the notice that something in the background ended: neither has output below it. */
const WITHOUT_OUTPUT =
  /\((?:ctrl|⌃)\+?[a-z] to (?:expand|see all)\)(?:$| [├└])|^(?:Background command|Background task|Agent|Task|Monitor|Workflow|Shell)\b.{0,200}["”] (?:was )?(?:completed|finished|failed|stopped|killed|exited)/;
/** `Bash(…)`, `Web Search("…")`, `playwright - Navigate (MCP)(url: …)`. */
const TOOL_CALL = /^[A-Za-z@][\w@./:-]*(?: [\w-]+){0,3}(?: - [\w .:-]{1,60})?(?: \(MCP\))?\(/;
const FILE_CHANGE = /^(?:Write|Edit|MultiEdit|Update|Create|NotebookEdit)\b/;

export function isSummary(block: Block): boolean {
  return block.kind === 'group' || (block.kind === 'bullet' && WITHOUT_OUTPUT.test(leadText(block)));
}

/** A sentence a model wrote, rather than a tool's head such as `Bash(ls)`, `Update Todos`, `Running 3 agents…`. */
function isProse(block: Block): boolean {
  const text = leadText(block);
  if (TOOL_CALL.test(text)) return false;
  return block.lead < block.lines.length || /[.:!?]$/.test(text) || text.split(' ').length > 6;
}

/**
 * Text whose head is out of sight: output of a tool is indented by five, a reply or a prompt by two, and the call itself
 * goes on indented by six and ends in a bracket (but for a file's numbered lines). An agent's output has a note of its own.
 */
function endsInOutput(block: Block): boolean {
  const last = block.rows[block.rows.length - 1];
  if (last === undefined) return false;
  const words = last.text.trim();
  if (last.indent === 6 && words.endsWith(')') && !/^\d/.test(words)) return false;
  return last.indent >= 5 || /^\((?:ctrl|⌃)\+?[a-z] to expand\)$/.test(words);
}

function belowBullet(block: Block, owner: Block): Veto | null {
  if (isSummary(owner) || isNotice(owner)) return null;
  if (isProse(owner)) return 'reply';
  if (block.nth > 1) return null;
  return FILE_CHANGE.test(leadText(owner)) ? 'diff' : 'tool-output';
}

/** Without a row between: it belongs to, or comes right after, what stands above it. */
function attached(block: Block, owner: Block): Veto | null {
  switch (owner.kind) {
    case 'prompt':
    case 'group':
    case 'status':
      return null;
    case 'bash':
      return 'tool-output';
    case 'bullet':
      return belowBullet(block, owner);
    case 'headless':
      return endsInOutput(owner) ? null : 'cut-off';
    default:
      return block.nth > 1 ? null : 'tool-output';
  }
}

/**
 * Whether a `⎿` block stands where the CLI puts an error of its own; null when it does.
 *
 * A tool's output is the first `⎿` right below the tool's head, its other lines are indented by five. The CLI's own error
 * comes right below the prompt, or in the middle of a turn as a further `⎿` after a tool's output, below a summary of
 * tool calls or a notice of its own (a second refusal), or after an empty row. An own line of a reply that begins with `⎿` is drawn alike, therefore nothing below
 * a reply counts. What belongs to something out of sight does not count either.
 */
export function placeVeto(block: Block): Veto | null {
  if (block.owner !== null) return attached(block, block.owner);
  const { above } = block;
  if (above === null) return 'cut-off';
  if (above.kind === 'headless') return endsInOutput(above) ? null : 'cut-off';
  if (above.kind === 'bullet' && !isSummary(above) && isProse(above)) return 'reply';
  return null;
}
