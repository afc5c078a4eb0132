import { type Block, blockText } from './blocks.js';
import { areHints, beginsHint } from './hints.js';
import type { LimitKind } from './reading.js';
import { kindFromName } from './recognisers/grammar.js';
import { RECOGNISERS } from './recognisers/index.js';
import { MAX_SENTENCE, type Recogniser, type Sentence } from './recognisers/recogniser.js';
import { leading, rejoin, squeeze } from './screen-text.js';

/** A block whose whole text is a limit sentence. */
export interface LimitSentence extends Sentence {
  readonly rule: string;
  readonly pattern: string;
  readonly era: Recogniser['era'];
  /** The sentence in one line, without the hint lines below it: equal at every width. */
  readonly text: string;
  /** A command is offered below it: no tool's output brings that along. 2.1.150 offers it below a reply of these very words, too. */
  readonly hinted: boolean;
  /** `Error during compaction: ` stands before it: what was refused is the summary that `/compact` asks for. */
  readonly compaction: boolean;
}

const MAX_ROWS = 24;
const COMPACTION = /^(?:error: ?)?(?:error during compaction|error compacting conversation): ?/i;

function recognise(text: string, hinted: boolean): LimitSentence | null {
  const squeezed = squeeze(text.replace(COMPACTION, ''));
  if (squeezed.length > MAX_SENTENCE) return null;
  for (const recogniser of RECOGNISERS) {
    const found = recogniser.recognise(squeezed);
    if (found === null) continue;
    const { id: rule, pattern, era } = recogniser;
    return { ...found, rule, pattern, era, text, hinted, compaction: COMPACTION.test(text) };
  }
  return null;
}

/**
 * Reads a block's whole text as a limit sentence and the command hints in the rows below it; null when it holds anything
 * else. A wrapped sentence may go on with a row that begins with a command (`turn on` / `/extra-usage`), therefore every
 * such row is tried as the first hint.
 */
export function limitSentence(block: Block): LimitSentence | null {
  const { lines } = block;
  if (lines.length > MAX_ROWS) return null;
  for (let rows = 1; rows <= lines.length; rows += 1) {
    if (rows < lines.length && !beginsHint(lines[rows] ?? '')) continue;
    if (!areHints(block, rows)) continue;
    const sentence = recognise(rejoin(lines.slice(0, rows)), rows < lines.length);
    if (sentence !== null) return sentence;
  }
  return null;
}

/** Words that speak of a limit, blanks gone. Looser than the recognisers: a new wording must not pass unseen. */
const LIMIT_LIKE =
  /limit(?:has|have)?(?:been)?(?:reached|exceeded)|(?:hit|reached|exceeded)(?:your|the)[a-z0-9'.-]{0,40}(?:limit|quota|cap)|usagelimit|(?:usage|daily|weekly|session|spend|spending|5-hour|monthly)(?:quota|cap|limit)(?:has|is|was|reached|exceeded|exhausted)|outof(?:usage|extrausage|credits)|quota(?:has|is)?(?:been)?(?:reached|exceeded|exhausted|usedup)|(?:rate|spending|usage)cap(?:reached|exceeded)|limitwillreset|limit·resets|ratelimit/i;

export interface LimitLike {
  /** The matching words, with single blanks, lower case. */
  readonly phrase: string;
  /** Where they begin in the text with blanks. */
  readonly at: number;
  readonly text: string;
}

/** Limit-like words anywhere in a text. */
export function limitLikeText(text: string): LimitLike | null {
  const match = LIMIT_LIKE.exec(squeeze(text));
  if (match === null) return null;
  const at = leading(text, match.index).length;
  return { phrase: leading(text.slice(at).trimStart(), match[0].length).toLowerCase(), at, text };
}

export function limitLike(block: Block): LimitLike | null {
  return limitLikeText(blockText(block));
}

/** How far into a block the words may stand, and how long it may be, to pass for a limit nobody knows yet. */
const NEW_WORDING = { result: { near: 60, length: 320 }, bullet: { near: 30, length: 120 } };

/** A short block of its own, not a longer talk: it could be a limit in a wording nobody knows. */
export function couldBeNewWording(block: Block, like: LimitLike): boolean {
  const allowed = block.kind === 'result' ? NEW_WORDING.result : NEW_WORDING.bullet;
  const short = like.at <= allowed.near && blockText(block).length <= allowed.length;
  return short && areHints(block, block.lead);
}

export function kindOfText(text: string): LimitKind {
  return kindFromName(squeeze(text).toLowerCase());
}
