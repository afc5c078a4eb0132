import type { LimitKind } from './quota/reading.js';

/**
 * One row of a Claude Code transcript (`projects/<slug>/<id>.jsonl`), reduced to what decisions need.
 * Facts: seen in CLI 1.0.60 to 2.1.330.
 */
export interface TranscriptRow {
  readonly uuid: string;
  readonly atMs: number;
  readonly type: 'prompt' | 'reply' | 'tool-result' | 'limit' | 'api-error' | 'notice';
  /** A sub-agent's row: it marks the account, not the session's own turn. */
  readonly sidechain: boolean;
  /** At most 300 characters, control characters gone. */
  readonly text: string;
  /** Only on `limit`: kind and reset as far as the row tells; `sure` when the row itself is proof (quotaLimits, |epoch, or an API error or a refused `/compact` with a reset time). */
  readonly limit: {
    readonly kind: LimitKind;
    readonly resetsAtMs: number | null;
    readonly sure: boolean;
  } | null;
  /** Only on `api-error`: the row's `error` word (`rate_limit`, `server_error`, `authentication_failed`, …), '' when absent. */
  readonly error: string;
  /** Only on `api-error`: HTTP status when told. */
  readonly status: number | null;
  /** A reply that ends a turn (`stop_reason: end_turn`) or an error that ends it. */
  readonly endsTurn: boolean;
}
