import type { Durable, Session } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import type { HeardHeadroom, WindowUse } from '../hooks/heard.js';
import { processStartMs } from '../sessions/track.js';
import { elapsed, type Instant, MINUTE } from '../time.js';
import {
  AFTERMATH_MS,
  chargeApart,
  linkAccountAt,
  SAME_EPOCH_MS,
  switchesInPlace,
  wallOf,
} from './attribution.js';
import { headroomOf } from './headroom.js';
import { HORIZON_MS } from './horizon.js';
import { type Headroom, windowEndsAt } from './window.js';

/** The same numbers are written down again only after this long: an account at work says them several times a second. */
const REFRESH_MS = MINUTE;

/**
 * Remembers how full the windows of the session's account are. The status line is drawn again and again, and tells the
 * numbers of the last answered request each time: only a request that was answered since says something of now. False:
 * whether one was cannot be told yet, the same numbers are to be looked at again.
 */
export function recordHeadroom(
  step: Step,
  session: Session,
  heard: HeardHeadroom,
  before: HeardHeadroom | null,
): boolean {
  if (before !== null && isRedrawn(before, heard)) return true;
  if (isRowAwaited(step, session, heard)) return false;
  const windows = heard.windows.filter((window) => isPlausible(window, step.at.wallMs));
  const at = before === null ? answeredAt(step, session) : step.at;
  if (at === null || windows.length === 0) return true;
  const account = accountOf(step, session, windows, at);
  if (account !== null && step.settings.accounts.some(({ name }) => name === account))
    merge(step, account, windows, { at, by: session.seen.name });
  return true;
}

/**
 * What was told before may have been lost on the way: behind a flip the transcript has to show an answer first, one that is
 * older than these numbers.
 */
function isRowAwaited(step: Step, { seen, turn }: Session, heard: HeardHeadroom): boolean {
  const flip = step.durable.flips.at(-1);
  const { last } = turn;
  if (!flip || !seen.transcript || last === null) return false;
  return last.type === 'prompt' || last.atMs < wallOf(flip.at, step.at) || last.atMs > heard.sentAtMs;
}

/** Facts of 2.1.330: `/clear` begins at 0 ms with the old numbers; a refusal takes no time, but changes them. */
function isRedrawn(before: HeardHeadroom, heard: HeardHeadroom): boolean {
  const isSame = heard.windows.every((window) =>
    before.windows.some(
      ({ kind, usedPercent, resetsAtMs }) =>
        kind === window.kind && usedPercent === window.usedPercent && resetsAtMs === window.resetsAtMs,
    ),
  );
  if (before.conversation !== heard.conversation) return isSame || heard.apiMs === 0;
  return isSame && (heard.apiMs === null || before.apiMs === heard.apiMs);
}

/** A window that ended already, or ends later than one of its kind can, says nothing. */
function isPlausible({ kind, resetsAtMs }: WindowUse, wallMs: number): boolean {
  return resetsAtMs === null || (resetsAtMs > wallMs && resetsAtMs - wallMs <= HORIZON_MS[kind]);
}

/** When a session that we hear for the first time was last answered; null when that cannot be told and a flip may lie between. */
function answeredAt(step: Step, session: Session): Instant | null {
  const { last } = session.turn;
  if (last !== null && last.type !== 'prompt' && last.atMs <= step.at.wallMs) {
    return { wallMs: last.atMs, steadyMs: step.at.steadyMs - (step.at.wallMs - last.atMs) };
  }
  const flip = step.durable.flips.at(-1);
  const isSince = !flip || processStartMs(session.seen, step.at) > wallOf(flip.at, step.at);
  return isSince ? step.at : null;
}

/** The account the answered request was sent for, by the rules of a limit's attribution; null when it cannot be told. */
function accountOf(step: Step, session: Session, windows: readonly WindowUse[], at: Instant): string | null {
  const { durable } = step;
  const apart = chargeApart(session);
  if (apart) return apart.account;
  const flip = durable.flips.at(-1);
  // When another hand flipped the link is only known from when we saw it.
  if (flip?.origin === 'foreign' && at.steadyMs < flip.at.steadyMs) return null;
  const sinceFlip = flip ? at.steadyMs - flip.at.steadyMs : null;
  // Who asked after the flip was answered by the new one, however soon.
  if (flip && switchesInPlace(session.seen.version) && session.turn.lastPromptAtMs > wallOf(flip.at, step.at))
    return flip.to;
  if (flip && sinceFlip !== null && sinceFlip >= 0 && sinceFlip < AFTERMATH_MS) {
    const isNew = isWindowOf(durable, flip.to, windows, step.at.wallMs);
    const isOld = flip.from !== null && isWindowOf(durable, flip.from, windows, step.at.wallMs);
    return isNew === isOld ? null : isNew ? flip.to : flip.from;
  }
  return linkAccountAt(durable, wallOf(at, step.at), step.at);
}

/** One of them ends when a window known of this account does. */
function isWindowOf(
  durable: Durable,
  account: string,
  windows: readonly WindowUse[],
  wallMs: number,
): boolean {
  const limits = durable.accounts[account]?.limits ?? [];
  const known = [...headroomOf(durable, account, wallMs), ...limits];
  return windows.some(({ kind, resetsAtMs }) =>
    known.some(
      (other) =>
        other.kind === kind &&
        other.resetsAtMs !== null &&
        resetsAtMs !== null &&
        Math.abs(other.resetsAtMs - resetsAtMs) <= SAME_EPOCH_MS,
    ),
  );
}

function merge(
  step: Step,
  account: string,
  windows: readonly WindowUse[],
  told: Required<Pick<Headroom, 'at' | 'by'>>,
): void {
  const known = step.durable.headroom[account] ?? [];
  const fresh = windows.flatMap((window): readonly Headroom[] => {
    const old = known.find(({ kind }) => kind === window.kind);
    return old === undefined || isNews(old, window, told.at) ? [{ ...window, ...told }] : [];
  });
  if (fresh.length === 0) return;
  const kept = known.filter(
    (old) => windowEndsAt(old) > step.at.wallMs && !fresh.some(({ kind }) => kind === old.kind),
  );
  const next = [...kept, ...fresh].sort((a, b) => a.kind.localeCompare(b.kind));
  step.patch({ headroom: { ...step.durable.headroom, [account]: next } });
}

function isNews(old: Headroom, window: WindowUse, at: Instant): boolean {
  if (at.steadyMs < old.at.steadyMs) return false;
  const same = old.usedPercent === window.usedPercent && old.resetsAtMs === window.resetsAtMs;
  return !same || elapsed(old.at, at) >= REFRESH_MS;
}
