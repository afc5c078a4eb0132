import { HOUR, MINUTE, SECOND } from '../../dist/core/time.js';
import type { SimSession } from './session.ts';
import { Trace } from './trace.ts';

/** A hit may be acted on this long after its session went on: the swap was under way already. */
const AFTERGLOW_MS = 90 * SECOND;
/** A limit that is shown for so long is known, also one that a wait has to confirm. */
const SINKS_IN_MS = 45 * SECOND;
/** A refusal this soon after a flip may be charged to the account before. */
const NEAR_FLIP_MS = 45 * SECOND;
const KEPT = 400;

export interface Outcome {
  readonly seed: number;
  readonly hours: number;
  readonly violations: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  /** Digest of everything the engine ordered: equal for equal seeds. */
  readonly digest: string;
  /** What happened before the first violation. */
  readonly trace: readonly string[];
}

interface Standing {
  readonly account: string;
  readonly serial: number;
  readonly firstMs: number;
  lastMs: number;
  readonly resetsAtMs: number;
  /** Since when a poll has shown it to a supervisor that lives on; null: never. */
  toldMs: number | null;
}

/** What the world itself remembers: banners that stood, texts that were submitted, and what was broken. True time, ms. */
export class Ledger {
  readonly violations: string[] = [];
  readonly trace = new Trace();
  readonly counts: Record<string, number> = {};
  readonly usedBanners = new Set<number>();
  readonly #stood: Standing[] = [];
  readonly #flips: number[] = [];
  readonly #submitted = new Map<number, number>();
  /** What was known of limits before this was withdrawn by the person or blurred by a clock. */
  #knownFromMs = 0;

  count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  violate(nowMs: number, text: string): void {
    this.trace.stop();
    this.violations.push(`${(nowMs / HOUR).toFixed(3)} h: ${text}`);
  }

  blur(nowMs: number): void {
    this.#knownFromMs = nowMs;
  }

  note(sessions: readonly SimSession[], nowMs: number): void {
    for (const { screen } of sessions) {
      if (screen.type !== 'limit') continue;
      const known = this.#stood.find((banner) => banner.serial === screen.serial);
      if (known) known.lastMs = nowMs;
      else this.#stood.push({ ...screen, firstMs: nowMs, lastMs: nowMs, toldMs: null });
    }
    if (this.#stood.length > KEPT) this.#stood.splice(0, KEPT / 2);
  }

  /** A poll has shown this banner. */
  tell(serial: number, nowMs: number): void {
    const banner = this.#stood.find((candidate) => candidate.serial === serial);
    if (banner) banner.toldMs ??= nowMs;
  }

  /** What was told just before the supervisor was killed may be lost with it. */
  forget(nowMs: number): void {
    for (const banner of this.#stood)
      if (banner.toldMs !== null && nowMs - banner.toldMs < SINKS_IN_MS) banner.toldMs = null;
  }

  flipped(nowMs: number): void {
    this.#flips.push(nowMs);
  }

  /** The supervisor must know by now: shown to it for long enough, and not so near a flip that it could be another's. */
  isTold(account: string, nowMs: number, wallMs: number): boolean {
    const mine = this.#stood.filter((banner) => banner.account === account);
    // Once a window is charged to another account, every later refusal of that window is.
    const doubtful = this.#stood.filter((banner) => banner.account !== account || this.#isNearFlip(banner));
    return mine.some(
      ({ toldMs, firstMs, lastMs, resetsAtMs }) =>
        toldMs !== null &&
        nowMs - toldMs > SINKS_IN_MS &&
        lastMs - toldMs > SINKS_IN_MS &&
        resetsAtMs > wallMs &&
        firstMs >= this.#knownFromMs &&
        !doubtful.some((other) => Math.abs(other.resetsAtMs - resetsAtMs) < 2 * MINUTE),
    );
  }

  #isNearFlip({ firstMs }: Standing): boolean {
    return this.#flips.some((flip) => flip > firstMs - NEAR_FLIP_MS && flip < firstMs + 4 * NEAR_FLIP_MS);
  }

  /** Serials of the limits of this account that stand, or stood until just now. */
  standing(account: string, nowMs: number): readonly number[] {
    return this.#stood
      .filter((banner) => banner.account === account && nowMs - banner.lastMs <= AFTERGLOW_MS)
      .map((banner) => banner.serial);
  }

  /** It was shown to be limited, and its reset has not come by the wall clock. */
  isKnownLimited(account: string, nowMs: number, wallMs: number): boolean {
    return this.#stood.some(
      (banner) =>
        banner.account === account &&
        banner.resetsAtMs > wallMs &&
        banner.firstMs >= this.#knownFromMs &&
        banner.lastMs < nowMs,
    );
  }

  ageOf(serial: number, nowMs: number): number {
    const banner = this.#stood.find((candidate) => candidate.serial === serial);
    return banner ? nowMs - banner.firstMs : 0;
  }

  /** How often this banner was answered by a text of ours, this one included. */
  submit(serial: number): number {
    const times = (this.#submitted.get(serial) ?? 0) + 1;
    this.#submitted.set(serial, times);
    return times;
  }

  wasSubmitted(serial: number): boolean {
    return this.#submitted.has(serial);
  }
}
