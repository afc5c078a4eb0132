import type { TurnTrace } from '../engine/state.js';
import type { TranscriptRow } from '../transcript.js';

export const NO_TURN: TurnTrace = {
  last: null,
  limit: null,
  sideLimit: null,
  lastPromptAtMs: 0,
  askedAtMs: 0,
};

/** Follows the main chain through new transcript rows: what it stands at now. */
export function followTurn(turn: TurnTrace, rows: readonly TranscriptRow[]): TurnTrace {
  return rows.reduce(advance, turn);
}

function advance(turn: TurnTrace, row: TranscriptRow): TurnTrace {
  if (row.sidechain) return isNewSideLimit(turn, row) ? { ...turn, sideLimit: row } : turn;
  if (row.type === 'notice') return turn;
  return {
    last: row,
    limit: row.type === 'limit' ? row : null,
    sideLimit: row.type === 'prompt' ? null : turn.sideLimit,
    lastPromptAtMs: row.type === 'prompt' ? row.atMs : turn.lastPromptAtMs,
    askedAtMs: row.type === 'limit' ? turn.askedAtMs : row.atMs,
  };
}

/** A sub-agent's file may be found late: a refusal from before the last prompt is of a turn that is over. */
function isNewSideLimit(turn: TurnTrace, row: TranscriptRow): boolean {
  return row.type === 'limit' && row.atMs >= Math.max(turn.lastPromptAtMs, turn.sideLimit?.atMs ?? 0);
}

/** Limit rows from before `fromMs` are another process's: `--resume` and `/resume` only bring them back. */
export function forgetOldLimits(turn: TurnTrace, fromMs: number): TurnTrace {
  const own = (row: TranscriptRow | null) => (row !== null && row.atMs >= fromMs ? row : null);
  return { ...turn, limit: own(turn.limit), sideLimit: own(turn.sideLimit) };
}
