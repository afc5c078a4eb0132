/** What one captured screen says, speaking of the pane alone. Produced by `classify`, fused with other evidence by the monitor. */

export type Verdict =
  | 'idle'
  | 'working'
  | 'waiting-permission'
  | 'usage-limit'
  | 'limit-warning'
  | 'transient-error'
  | 'auth-error'
  | 'billing-error'
  | 'unknown';

export type LimitKind = 'five-hour' | 'weekly' | 'opus' | 'sonnet' | 'spend' | 'unknown';

/** A named reason why limit-like text is not a limit. */
export type Veto =
  | 'server-error'
  | 'not-your-usage-limit'
  | 'request-rejected'
  | 'retrying'
  | 'working'
  | 'context-limit'
  | 'credit'
  | 'login'
  | 'tool-output'
  | 'diff'
  | 'draft'
  | 'reply'
  | 'superseded'
  | 'warning-only'
  /** What the line belongs to, or the composer below it, is not in sight. */
  | 'cut-off'
  | 'unrecognised';

/** One row of the screen that led to the verdict. `row`: index from the top of the capture, 0-based. */
export interface EvidenceRow {
  readonly row: number;
  readonly text: string;
  readonly rule: string;
}

/** The state of the input box. `draft`: text a person (or we) typed and nobody submitted; dim placeholder text is `empty`. */
export interface Composer {
  readonly state: 'empty' | 'draft' | 'absent';
  /** The draft as far as it is visible, rows rejoined by `\n`; '' unless `draft`. */
  readonly text: string;
}

/**
 * A dialog that has taken the place of the composer. `trust` asks at a start whether the folder is trusted, `startup` is
 * any other question of a start. `other` is one nobody recognised: no key may be sent.
 */
export interface Dialog {
  readonly type:
    | 'rate-limit-options'
    | 'permission'
    | 'question'
    | 'startup'
    | 'trust'
    | 'usage'
    | 'transcript-view'
    | 'other';
  readonly title: string;
}

/** The limit line nearest the composer, whether or not it was vetoed. */
export interface Banner {
  readonly kind: LimitKind;
  /** Resolved against `captured`, +0 s (the caller adds the CLI's cut seconds); null when not printed or not resolvable. */
  readonly resetsAtMs: number | null;
  /** The banner's words, rejoined and trimmed: equal at every width. */
  readonly text: string;
  /** The last submitted prompt above the banner, '' when scrolled away. Rejoined, trimmed. */
  readonly prompt: string;
  /** How many times this same line stands on the screen below a prompt; a second refusal prints it again. */
  readonly occurrences: number;
  /** Recogniser's id, the `rule=` of the forensic line. */
  readonly rule: string;
  /** The phrase that matched, the `pattern=` of the forensic line. */
  readonly pattern: string;
  /** At most 120 characters around the phrase, control characters gone: the `snippet=` of the forensic line. */
  readonly snippet: string;
  /** `armed`: the CLI says it will continue by itself (footer or notice). */
  readonly armed: boolean;
}

export interface Reading {
  readonly verdict: Verdict;
  readonly hit: 'sure' | 'suspected' | null;
  readonly limit: { readonly kind: LimitKind; readonly resetsAtMs: number | null } | null;
  readonly vetoes: readonly Veto[];
  readonly evidence: readonly EvidenceRow[];
  /** Limit-like text, hit or vetoed; null when the screen holds none below the last submitted prompt. */
  readonly banner: Banner | null;
  readonly composer: Composer;
  readonly dialog: Dialog | null;
  /** A turn runs: spinner, retry or `esc to interrupt`. Never true at an armed wait. */
  readonly busy: boolean;
  /** The text of the last submitted prompt in sight, '' when none. */
  readonly lastPrompt: string;
  /** The last line of the agent's output, for the sessions table; '' when none. */
  readonly lastLine: string;
  /** Version printed in the CLI's header when in sight. */
  readonly version: string | null;
}

/** What `classify` is told besides the screen itself. */
export interface ScreenContext {
  /** When the screen was captured, wall clock, ms. Reset times resolve from here. */
  readonly capturedAtMs: number;
  /** IANA zone used for reset times printed without one. */
  readonly zone: string;
  /** Width of the pane in cells when known: lets hard-wrapped lines be rejoined exactly. */
  readonly cols?: number;
  /** The person's own phrases (`quota.patterns`): literal, case-insensitive; at most `suspected`. */
  readonly patterns?: readonly string[];
}
