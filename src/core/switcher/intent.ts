import type { Flip, SwapIntent } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { moveHit } from '../quota/hits.js';
import { hasDeadLogin } from '../quota/limits.js';
import type { SwapOrigin } from '../snapshot.js';
import { elapsed, later, MINUTE } from '../time.js';
import { chooseAccount } from './choose.js';
import { breakerTrips, isCounted } from './cooldown.js';
import { endsInWords } from './ends.js';
import { swapInFlight } from './in-flight.js';
import { withoutRoom } from './room.js';

/** A refused automatic swap is not tried again sooner … */
const REFUSED_PAUSE_MS = MINUTE;
/** … and not before this when the same refusal meets it again. */
const REFUSED_AGAIN_PAUSE_MS = 5 * MINUTE;
const FLIPS_MAX = 50;

export interface SwapOrder {
  readonly to: string;
  readonly origin: SwapOrigin;
  readonly force: boolean;
  readonly reason: string;
}

/** Makes the intent; its first effect is ordered by `advanceSwap`. */
export function startSwap(step: Step, order: SwapOrder): string {
  const id = step.nextId('swap-');
  const from = step.durable.activeAccount;
  step.patch({
    swap: {
      ...order,
      id,
      from,
      phase: 'preflight',
      startedAt: step.at,
      phaseAt: step.at,
      tried: [],
      awaiting: null,
      stranded: [],
      waiting: null,
      retryAt: null,
    },
    hold: null,
    proposal: null,
    resumes: step.durable.resumes.filter((resume) => resume.step !== 'ended'),
  });
  actOn(step, from);
  step.tell('warn', `swap ${from ?? 'nothing'} → ${order.to} began: ${order.reason}`);
  return id;
}

export function enter(step: Step, phase: SwapIntent['phase']): void {
  step.patchSwap({ phase, phaseAt: step.at, awaiting: null, waiting: null, retryAt: null });
}

export function recordFlip(step: Step, flip: Flip): void {
  step.patch({ flips: [...step.durable.flips, flip].slice(-FLIPS_MAX), activeAccount: flip.to });
  step.patchAccount(flip.to, { lastUsed: flip.at });
}

/** Every waiting hit of this account is answered by the swap; with its login dead, every waiting hit. */
export function actOn(step: Step, account: string | null): void {
  const isDead = account !== null && hasDeadLogin(step.durable.accounts[account]);
  for (const hit of step.durable.hits) {
    const waits = hit.state === 'confirmed' || hit.state === 'deferred';
    // Why it was put off is over; why it was believed stays.
    const why = hit.state === 'deferred' ? 'deferred, then swapped' : hit.why;
    if (waits && (isDead || hit.account === account)) moveHit(step, hit, 'acted', why);
  }
}

/** The next candidate in the same intent; false when there is none. */
export function tryNext(step: Step, swap: SwapIntent): boolean {
  const tried = [...swap.tried, swap.to];
  const { accounts } = step.settings;
  if (isCounted(swap.origin) && breakerTrips(step.durable, accounts.length, step.at) !== null) return false;
  const account = nextOf(step, swap, tried);
  if (account === null) {
    step.patchSwap({ tried });
    return false;
  }
  step.tell('warn', `swap goes on: ${swap.to} → ${account}`);
  actOn(step, step.durable.activeAccount);
  step.patchSwap({ from: step.durable.activeAccount, to: account, tried, startedAt: step.at });
  enter(step, 'preflight');
  return true;
}

/** Ahead of a limit only to who has clearly more left; once the link has left the full account, to anyone rather than stay where nobody can work. */
function nextOf(step: Step, swap: SwapIntent, tried: readonly string[]): string | null {
  const { settings, durable, at } = step;
  const choose = (but: readonly string[]) => chooseAccount(settings, durable, at.wallMs, but).account;
  if (swap.origin !== 'proactive') return choose(tried);
  const roomy = choose([...tried, ...withoutRoom(settings, durable, at)]);
  return roomy ?? (durable.activeAccount === swap.from ? null : choose(tried));
}

/** Nothing was changed, or it stands as before: the swap ends and says why. */
export function rollBack(step: Step, reason: string): void {
  const swap = step.durable.swap;
  if (!swap) return;
  enter(step, 'rolled-back');
  giveBack(step, swap.from, `swap refused: ${reason}`);
  const again = step.durable.notBefore?.reason === reason;
  if (swap.origin !== 'person') {
    const pause = again ? REFUSED_AGAIN_PAUSE_MS : REFUSED_PAUSE_MS;
    step.patch({ notBefore: { at: later(step.at, pause), reason } });
    if (again) return;
  }
  step.tell('bad', `swap ${swap.from ?? 'nothing'} → ${swap.to} refused: ${reason}`);
  step.notify('refused', `swap to ${swap.to} refused: ${reason}`);
}

/** A swap that ended without a usable account has answered nothing: hits at which a session still stands wait again. */
export function giveBack(step: Step, account: string | null, why: string): void {
  const isDead = account !== null && hasDeadLogin(step.durable.accounts[account]);
  for (const hit of step.durable.hits) {
    const mine = hit.state === 'acted' && (isDead || hit.account === account);
    if (mine && step.live.sessions[hit.session]?.hit === hit.id) moveHit(step, hit, 'deferred', why);
  }
}

export function finishSwap(step: Step): void {
  const swap = step.durable.swap;
  if (!swap) return;
  enter(step, 'done');
  for (const resume of step.durable.resumes) {
    // Who has not had a turn yet gets one as a late session.
    if (resume.swap === swap.id && resume.step === 'queued') {
      step.patchResume(resume.session, { detail: 'follows by itself' });
    }
  }
  const mine = step.durable.resumes.filter((resume) => resume.swap === swap.id);
  const seconds = (elapsed(swap.startedAt, step.at) / 1000).toFixed(1);
  const text = `swap ${swap.from ?? 'nothing'} → ${swap.to} done in ${seconds} s, ${endsInWords(mine)}`;
  step.tell('good', text);
  step.notify('swap', text);
}

export function needsPerson(step: Step, reason: string): void {
  const { swap } = step.durable;
  if (swap && swapInFlight(swap)) {
    if (swap.phase !== 'canary' && swap.phase !== 'resume') giveBack(step, swap.from, 'the link needs you');
    enter(step, 'needs-person');
  }
  if (step.durable.needsPerson?.reason === reason) return;
  step.patch({ needsPerson: { at: step.at, reason } });
  step.tell('bad', `needs you: ${reason}`);
  step.notify('needs-person', reason, reason);
}
