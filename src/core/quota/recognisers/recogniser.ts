import type { LimitKind } from '../reading.js';

/** A limit sentence that was recognised. */
export interface Sentence {
  readonly kind: LimitKind;
  /** The reset as printed (blanks gone), null when the sentence names none. */
  readonly when: string | null;
}

/**
 * Recognises one form of the limit sentence. It only recognises: place, age and vetoes are decided elsewhere.
 * `text` is the whole sentence without blanks (see `squeeze`), at most `MAX_SENTENCE` characters, the command hints in
 * the rows below it already taken off; anything but the sentence and its known suffixes makes it something else: null.
 */
export interface Recogniser {
  /** `rule=` of the forensic line. */
  readonly id: string;
  /** `pattern=` of the forensic line: the phrase as a person would write it. */
  readonly pattern: string;
  /**
   * `early`: a wording of versions up to 2.0, which may draw a tool's error output as a second `⎿` of its own, where
   * later versions draw nothing but an error of theirs.
   */
  readonly era: 'early' | 'current';
  /** Lines as printed, with the kind each must be read as: what the contract suite holds the recogniser to. */
  readonly samples: readonly (readonly [string, LimitKind])[];
  recognise(text: string): Sentence | null;
}

/** A limit sentence with all it may carry is shorter than this. */
export const MAX_SENTENCE = 480;
