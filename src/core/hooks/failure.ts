import type { Session, State } from '../engine/state.js';
import { saysTheSame } from '../quota/same-words.js';
import { elapsed, iso, SECOND } from '../time.js';
import { limitLineKind } from '../transcript-limit.js';
import type { HeardFailure } from './heard.js';

/** The hook, the row and the banner of one refusal come within this long of each other, in milliseconds. */
const TOGETHER_MS = 10 * SECOND;
/** A failure is looked for this closely after it was told, in milliseconds. */
const LOOKED_FOR_MS = 2_500;

/** What a hook said of this session's last turn, when that is the line of a usage limit; null when it is not. */
export function limitTold(live: State['live'], session: Session): HeardFailure | null {
  const failure = live.heard[session.seen.id]?.failure ?? null;
  // `error: "rate_limit"` alone is a plain 429 as well (2.1.330).
  return failure === null || limitLineKind(failure.heard.message) === null ? null : failure.heard;
}

/** The words are those of this text, and were said at about this time. */
export function tells(told: HeardFailure | null, text: string, atMs: number): boolean {
  return told !== null && Math.abs(told.sentAtMs - atMs) <= TOGETHER_MS && saysTheSame(told.message, text);
}

/** A failure was just told and what it left on the screen is not seen yet. */
export function isFailureAwaited({ live }: State): boolean {
  return Object.entries(live.heard).some(
    ([id, { failure }]) =>
      failure !== null &&
      elapsed(failure.at, live.now) <= LOOKED_FOR_MS &&
      live.sessions[id] !== undefined &&
      live.sessions[id].hit === null,
  );
}

/** A sentence for the `why` view: what a hook said, and whether anything else agrees. Empty when there is nothing to say. */
export function failureWords(live: State['live'], session: Session): readonly string[] {
  const failure = live.heard[session.seen.id]?.failure;
  if (!failure) return [];
  const { error, message, sentAtMs } = failure.heard;
  const doubt =
    limitTold(live, session) === null
      ? ', no usage limit by its words'
      : session.hit === null
        ? ', confirmed by neither transcript nor screen'
        : '';
  return [`hook: StopFailure (${error || 'no reason'}) at ${iso(sentAtMs)}${doubt}: ${message}`];
}
