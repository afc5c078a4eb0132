import type { Composer } from './reading.js';
import type { Row } from './screen-text.js';

/** A screen cut into its regions. Exactly one of `composer` and `panel` is there, or neither when the screen shows neither. */
export interface Layout {
  readonly form: 'drawn' | 'screen-reader';
  /** Transcript rows above the composer or dialog. */
  readonly body: readonly Row[];
  readonly composer: Composer;
  /** Row of the composer's first line, -1 without one. */
  readonly composerRow: number;
  /** Rows of what stands in the composer's place: a dialog, the transcript view, or something unknown. */
  readonly panel: readonly Row[];
  /** Rows below the composer: hints, mode, warnings, a custom statusline. */
  readonly footer: readonly Row[];
}
