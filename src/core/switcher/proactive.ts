import type { CommandResult } from '../commands.js';
import type { Durable, Session } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { fullestOf } from '../quota/headroom.js';
import { hasDeadLogin, isLimited, kindLabel } from '../quota/limits.js';
import type { Headroom } from '../quota/window.js';
import { elapsed, type Instant, inWords, MINUTE } from '../time.js';
import { chooseAccount } from './choose.js';
import { breakerTrips, cooldownLeft } from './cooldown.js';
import { swapInFlight } from './in-flight.js';
import { startSwap } from './intent.js';
import { propose } from './propose.js';
import { withoutRoom } from './room.js';

/** What was told of an account longer ago than this moves nobody. */
const FRESH_MS = 10 * MINUTE;
/**
 * Turns are waited for this long. A request in flight is never torn: CLIs from 2.1.126 on take the new login on their next
 * request, and a working session of an older one drains.
 */
const BOUNDARY_WAIT_MS = 5 * MINUTE;
/** So full that the next request may be refused: nothing is waited for. */
const NEARLY_OVER_PERCENT = 99;

/** Names a window of an account, from one reset to the next. */
function windowKey(account: string, { kind, resetsAtMs }: Headroom): string {
  return `${account} ${kind} ${resetsAtMs ?? 'unknown'}`;
}

/** The window of the active account that has reached the mark, by what was told lately; null when none has. */
export function fullWindow(durable: Durable, percent: number | null, now: Instant): Headroom | null {
  const { activeAccount } = durable;
  if (percent === null || activeAccount === null) return null;
  const fullest = fullestOf(durable, activeAccount, now.wallMs);
  if (fullest === null || fullest.usedPercent < percent) return null;
  return elapsed(fullest.at, now) <= FRESH_MS ? fullest : null;
}

/** Swaps before the limit is hit (`quota.proactive`), under everything that holds any automatic swap back. */
export function swapAhead(step: Step): void {
  const window = due(step);
  const { activeAccount } = step.durable;
  if (window === null || activeAccount === null) {
    forget(step);
    return;
  }
  const key = windowKey(activeAccount, window);
  if (step.live.ahead?.window !== key) step.patchLive({ ahead: { window: key, since: step.at, told: [] } });
  if (step.durable.aheadDeclined === key) return;
  const full = withoutRoom(step.settings, step.durable, step.at);
  const { account, reason } = chooseAccount(step.settings, step.durable, step.at.wallMs, full);
  const fact = `${activeAccount} has used ${usedWords(window)}`;
  if (account === null) {
    dropProposal(step);
    sayOnce(step, 'nobody', `${fact}; no other account has clearly more left`);
    return;
  }
  const held = heldBack(step, window);
  if (held === null) go(step, account, `${fact}; ${account}: ${reason}`);
  else sayOnce(step, held, `${fact}; the swap to ${account} waits: ${held}`);
}

/** The window for which a swap should be made, if nothing of more weight is going on. */
function due(step: Step): Headroom | null {
  const { activeAccount, needsPerson, hold, swap, accounts } = step.durable;
  if (activeAccount === null || needsPerson || hold || swapInFlight(swap)) return null;
  const memory = accounts[activeAccount];
  // A limit that was hit is the monitor's business.
  if (isLimited(memory, step.at.wallMs) || hasDeadLogin(memory)) return null;
  return fullWindow(step.durable, step.settings.proactive, step.at);
}

/** Why it is not made now, as it continues a sentence; null when it may. */
function heldBack(step: Step, window: Headroom): string | null {
  const { durable, settings, at, live } = step;
  if (durable.swap) return 'another swap has just ended';
  const left = (window.resetsAtMs ?? Number.POSITIVE_INFINITY) - at.wallMs;
  if (left < settings.minWaitMs) return 'the reset is near';
  if (cooldownLeft(durable, settings.cooldownMs, at) > 0) return 'swap cooldown active';
  if (durable.notBefore && at.steadyMs < durable.notBefore.at.steadyMs)
    return `it was refused: ${durable.notBefore.reason}`;
  const trips = durable.breaker?.reason ?? breakerTrips(durable, settings.accounts.length, at);
  if (trips !== null) return `breaker: ${trips}`;
  if (isOutdated(step, window)) return 'newer numbers came, and it is not clear yet whose they are';
  if (durable.mode !== 'auto' || window.usedPercent >= NEARLY_OVER_PERCENT) return null;
  const waited = elapsed(live.ahead?.since ?? at, at);
  const isAtWork = Object.values(live.sessions).some(isInTurn);
  return isAtWork && waited < BOUNDARY_WAIT_MS
    ? `for the end of the turns under way, ${inWords(BOUNDARY_WAIT_MS)} at the most`
    : null;
}

/** A session of the link was told newer numbers, which may be of this very window. */
function isOutdated({ live }: Step, { at }: Headroom): boolean {
  return Object.entries(live.heard).some(([id, { uncharged }]) => {
    const kind = live.sessions[id]?.kind ?? 'pinned';
    return kind !== 'pinned' && uncharged !== null && uncharged.steadyMs > at.steadyMs;
  });
}

/** It works with the login of the link. Who cannot be seen is not waited for. */
function isInTurn(session: Session): boolean {
  return session.kind !== 'pinned' && session.reading?.busy === true && !session.blind;
}

function go(step: Step, to: string, reason: string): void {
  const { mode } = step.durable;
  if (mode === 'observe') sayOnce(step, 'observe', `observe: would swap to ${to} (${reason})`);
  else if (mode === 'auto') startSwap(step, { to, origin: 'proactive', force: false, reason });
  else propose(step, { to, reason, ahead: true });
}

function sayOnce(step: Step, what: string, text: string): void {
  const { ahead } = step.live;
  if (ahead === null || ahead.told.includes(what)) return;
  step.patchLive({ ahead: { ...ahead, told: [...ahead.told, what].slice(-20) } });
  step.tell('info', text);
}

function forget(step: Step): void {
  if (step.live.ahead !== null) step.patchLive({ ahead: null });
  dropProposal(step);
}

function dropProposal(step: Step): void {
  if (step.durable.proposal?.ahead) step.patch({ proposal: null });
}

/** The person wants no swap ahead of this limit: it is not proposed again before the window is over. */
export function declineAhead(step: Step): CommandResult {
  const { activeAccount } = step.durable;
  const window = fullWindow(step.durable, step.settings.proactive, step.at);
  // Right after a start of ours nothing is remembered of it yet.
  const key = window === null || activeAccount === null ? null : windowKey(activeAccount, window);
  step.patch({ aheadDeclined: step.live.ahead?.window ?? key });
  return { status: 'done', text: 'no swap before the limit; not asked again for this window' };
}

/** A sentence for the `why` of a session, when a swap ahead of the limit is due. */
export function aheadWords({ durable, live }: Pick<Step, 'durable' | 'live'>): readonly string[] {
  const window = fullWindow(durable, live.settings.proactive, live.now);
  if (window === null || durable.activeAccount === null) return [];
  const mark = `the mark for a swap ahead of the limit is ${live.settings.proactive}%`;
  return [`${durable.activeAccount} has used ${usedWords(window)}; ${mark}`];
}

/** With who told it: a status line is a claim, and a false one must be found. */
function usedWords({ usedPercent, kind, by }: Headroom): string {
  const source = by === undefined ? '' : ` (says the status line of ${by})`;
  return `${Math.floor(usedPercent)}% of its ${kindLabel(kind)} window${source}`;
}
