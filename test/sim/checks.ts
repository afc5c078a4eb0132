import type { State } from '../../dist/core/engine/state.js';
import { MINUTE } from '../../dist/core/time.js';
import type { Ledger } from './ledger.ts';
import type { SimSession } from './session.ts';

export interface FlipFact {
  readonly atMs: number;
  readonly from: string;
  readonly to: string;
  readonly origin: string;
  readonly swap: string;
}

/** What the world itself knows when the link is flipped; the engine's opinion is not asked. */
export interface Truth {
  /** True time, ms. */
  readonly nowMs: number;
  readonly cooldownMs: number;
  /** Since when, in true time, automatic swaps are barred: the last completed flip the engine was told of. */
  readonly lastCompletedMs: number | null;
  readonly lastSwap: string | null;
  /** Banners of true limits of the account that is left, standing on sessions now or within the last seconds. */
  readonly banners: readonly number[];
  /** Of these, the ones that no swap has answered yet: they came while one was under way. */
  readonly unanswered: ReadonlySet<number>;
  /** Every account was shown to be limited, and no reset of them has come by the wall clock. */
  readonly allKnownLimited: boolean;
  /** How full the account that is left really is, 0 to 100, and the mark for a swap ahead of its limit. */
  readonly usedPercent: number;
  readonly markPercent: number;
}

/** The checks of one flip, apart from the engine's own invariants. */
export function checkFlip(flip: FlipFact, truth: Truth, usedBanners: Set<number>): readonly string[] {
  if (flip.origin === 'person') return [];
  const broken: string[] = [];
  const sameIntent = truth.lastSwap === flip.swap;
  const sinceMs =
    truth.lastCompletedMs === null ? Number.POSITIVE_INFINITY : truth.nowMs - truth.lastCompletedMs;
  if (!sameIntent && sinceMs < truth.cooldownMs)
    broken.push(`automatic swap ${Math.round(sinceMs / 1000)} s after the last completed flip`);
  if (truth.allKnownLimited) broken.push('automatic swap while every account is limited');
  if (flip.origin === 'proactive') return [...broken, ...checkAhead(flip, truth)];
  if (truth.banners.length === 0) broken.push(`swap away from ${flip.from}, which no session was limited on`);
  else if (!sameIntent && truth.banners.every((serial) => usedBanners.has(serial)))
    broken.push('a second swap for the same banner');
  for (const serial of truth.banners) if (!truth.unanswered.has(serial)) usedBanners.add(serial);
  return broken;
}

function checkAhead({ from }: FlipFact, { usedPercent, markPercent }: Truth): readonly string[] {
  return usedPercent >= markPercent
    ? []
    : [`swap ahead of the limit away from ${from}, of which ${usedPercent.toFixed(0)}% is used`];
}

/** With nothing in flight: link and state agree, or the person is asked. */
export function checkQuiet(state: State, link: string): string | null {
  if (state.durable.needsPerson) return null;
  return state.durable.activeAccount === link
    ? null
    : `the link says ${link}, the state ${state.durable.activeAccount}`;
}

/** Whoever could work must not stand at a limit for so long, in ms. */
const STUCK_MS = 20 * MINUTE;
const NATIVE_MS = 10 * MINUTE;

/** Faults have been over for long and the active account is free: who still stands at a limit, and why should he? */
export function checkHealed(
  state: State,
  sessions: readonly SimSession[],
  ledger: Ledger,
  nowMs: number,
): readonly string[] {
  const { durable } = state;
  const believed = durable.accounts[durable.activeAccount ?? '']?.limits.length ?? 0;
  if (believed > 0 || durable.needsPerson) return [];
  return sessions.flatMap((session) => {
    const { screen } = session;
    if (screen.type !== 'limit' || state.live.sessions[session.id]?.kind === 'observed') return [];
    if (session.pinned || isDismissed(state, session) || isTold(state, session)) return [];
    const armed = screen.armed && nowMs < screen.nativeAtMs + NATIVE_MS;
    const stuck =
      !armed && !ledger.wasSubmitted(screen.serial) && ledger.ageOf(screen.serial, nowMs) > STUCK_MS;
    return stuck
      ? [`${session.name} still stands at a limit of ${screen.account}, ${durable.activeAccount} is free`]
      : [];
  });
}

/** The person said that it is no limit: nobody brings it back. */
function isDismissed(state: State, session: SimSession): boolean {
  const hit = state.live.sessions[session.id]?.hit;
  return state.durable.hits.find((candidate) => candidate.id === hit)?.state === 'dismissed';
}

/** It was given up and the person was told: a restart that failed is not tried again. */
function isTold(state: State, session: SimSession): boolean {
  return state.durable.resumes.some(
    (resume) => resume.session === session.id && resume.step === 'ended' && resume.end === 'unconfirmed',
  );
}
