import { type Block, blockText } from './blocks.js';
import { drawnError, errorTail } from './errors.js';
import {
  couldBeNewWording,
  kindOfText,
  type LimitLike,
  type LimitSentence,
  limitLike,
  limitLikeText,
  limitSentence,
} from './limit-text.js';
import { isNotice } from './notice.js';
import { placeVeto } from './place.js';
import type { LimitKind, Veto } from './reading.js';
import { squeeze } from './screen-text.js';
import type { ScreenView } from './screen-view.js';

/** The text that may be a limit, and the named reason why it is none. */
export interface Candidate {
  readonly row: number;
  readonly text: string;
  readonly kind: LimitKind;
  readonly rule: string;
  readonly pattern: string;
  /** Where the words begin in `text`. */
  readonly at: number;
  /** The reset as printed, null without one. */
  readonly when: string | null;
  /** What speaks against it; null for a limit in its place. */
  readonly veto: Veto | null;
  /** `sentence`: a limit sentence known word by word; `interface`: footer, dialog or notice without one. */
  readonly source: 'sentence' | 'words' | 'phrase' | 'interface';
  /** What makes it sure: a reset time, or nothing on this screen. */
  readonly trust: 'dated' | 'doubtful';
}

/**
 * An error of compaction is the CLI's own below `/compact`: there nothing but the CLI draws (2.1.330), and the words before
 * the sentence keep a reply from being drawn like it.
 */
function trustIn(block: Block, sentence: LimitSentence): Candidate['trust'] {
  const { hinted, compaction, era } = sentence;
  const { owner } = block;
  if (compaction && !(owner?.kind === 'prompt' && /^\/compact\b/.test(owner.lines[0] ?? '')))
    return 'doubtful';
  if (era === 'early' && block.nth > 1 && !hinted) return 'doubtful';
  return 'dated';
}

function fromSentence(block: Block, sentence: LimitSentence, veto: Veto | null): Candidate {
  const { text, kind, rule, pattern, when } = sentence;
  const row = block.rows[0]?.row ?? 0;
  const trust = trustIn(block, sentence);
  return { row, text, kind, rule, pattern, at: 0, when, veto, source: 'sentence', trust };
}

/**
 * The place of the newest sentence. In the very first row nothing tells whose line it is, but for the command the CLI
 * offers below its own; then only notices and the row of the turn's end may follow.
 */
function newestVeto(view: ScreenView, block: Block, sentence: LimitSentence): Veto | null {
  const veto = placeVeto(block);
  const alone = view.blocks.every((other) => other === block || other.kind === 'status' || isNotice(other));
  return veto === 'cut-off' && block.above === null && sentence.hinted && alone ? null : veto;
}

function fromWords(row: number, like: LimitLike, veto: Veto): Candidate {
  return {
    row,
    text: like.text,
    kind: kindOfText(like.phrase),
    rule: veto === 'unrecognised' ? 'unrecognised' : 'limit-like',
    pattern: like.phrase,
    at: like.at,
    when: null,
    veto,
    source: 'words',
    trust: 'dated',
  };
}

/** What a block with limit-like words is, when it is no limit. */
function wordsVeto(block: Block, like: LimitLike, newest: boolean): Veto {
  const error = block.kind === 'result' || block.kind === 'bullet' ? drawnError(block) : null;
  const place = block.kind === 'result' ? placeVeto(block) : null;
  if (error !== null && place === null) return error.veto;
  if (block.kind === 'headless') return errorTail(block) ? 'server-error' : 'cut-off';
  if (place !== null) return place;
  const own = block.kind === 'result' || block.kind === 'bullet';
  if (own && newest && couldBeNewWording(block, like)) return 'unrecognised';
  if (!newest && block.kind === 'result') return 'superseded';
  return own ? 'reply' : 'tool-output';
}

/** The newest limit-like block below the last prompt, notices of the CLI and prompts apart. */
function nearestWords(view: ScreenView): Candidate | null {
  const { scope } = view;
  for (let index = scope.blocks.length - 1; index >= 0; index -= 1) {
    const block = scope.blocks[index];
    if (block === undefined || block.kind === 'prompt' || block.kind === 'bash' || block.kind === 'status')
      continue;
    const like = limitLike(block);
    if (like === null) continue;
    const newest = block === scope.newest;
    const sentence = block.kind === 'result' ? limitSentence(block) : null;
    if (sentence !== null) return fromSentence(block, sentence, placeVeto(block) ?? 'superseded');
    if (isNotice(block) || /^Usage limit reset · /.test(like.text)) continue;
    return fromWords(block.rows[0]?.row ?? 0, like, wordsVeto(block, like, newest));
  }
  return null;
}

/** Limit-like words in a draft or a dialog: said, so that `why` can tell that they were seen and do not count. */
function outsideTranscript(view: ScreenView): Candidate | null {
  const draft = limitLikeText(view.layout.composer.text.replaceAll('\n', ' ').slice(0, 4000));
  if (draft !== null) return fromWords(view.layout.composerRow, draft, 'draft');
  if (view.dialog === null || view.dialog.type === 'usage' || view.dialog.type === 'rate-limit-options')
    return null;
  for (const row of view.layout.panel) {
    const like = limitLikeText(row.text.trim());
    if (like !== null) return fromWords(row.row, like, 'diff');
  }
  return null;
}

/** A phrase of `quota.patterns` in a block where the CLI draws its own errors. */
function phraseCandidate(view: ScreenView, patterns: readonly string[]): Candidate | null {
  const block = view.scope.newest;
  if (block === null || (block.kind !== 'result' && block.kind !== 'bullet')) return null;
  const text = blockText(block);
  const lower = squeeze(text).toLowerCase();
  const phrase = patterns.find(
    (entry) => entry.trim() !== '' && lower.includes(squeeze(entry).toLowerCase()),
  );
  if (phrase === undefined) return null;
  const at = Math.max(0, text.toLowerCase().indexOf(phrase.toLowerCase()));
  const place = block.kind === 'result' ? placeVeto(block) : null;
  const like = { phrase, at, text };
  const reply =
    block.kind === 'bullet' && view.error === null && !couldBeNewWording(block, like) ? 'reply' : null;
  return {
    ...fromWords(block.rows[0]?.row ?? 0, like, 'unrecognised'),
    kind: kindOfText(text),
    rule: 'quota.patterns',
    veto: place ?? view.error?.veto ?? reply,
    pattern: phrase,
    source: 'phrase',
    trust: 'doubtful',
  };
}

/** The limit of the screen, or what comes nearest to one; null when nothing speaks of limits. */
export function candidateOf(view: ScreenView, patterns: readonly string[]): Candidate | null {
  const { newest } = view.scope;
  if (newest?.kind === 'result') {
    const sentence = limitSentence(newest);
    if (sentence !== null) return fromSentence(newest, sentence, newestVeto(view, newest, sentence));
  }
  const phrase = patterns.length > 0 ? phraseCandidate(view, patterns) : null;
  return phrase ?? nearestWords(view) ?? outsideTranscript(view);
}
