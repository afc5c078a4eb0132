import { HOUR, inWords, SECOND } from '../time.js';
import { actedHits, runsOf, succeeded, swapOf } from './facts.js';
import type { Entry } from './lines.js';
import { AUTOMATIC, begins, between, inFlight, momentOf, type Past } from './past.js';

/** What the journal itself does not hold: the configuration of that time. */
export interface ReplaySettings {
  readonly cooldownMs: number;
  readonly accounts: number;
}

/** One thing that must hold in every line, seen with everything before it. */
export interface Check {
  readonly name: string;
  /** It can only be judged with the configuration of that time. */
  readonly needsSettings: boolean;
  /** Null: it holds, or cannot be told. */
  broken(past: Past, entry: Entry, settings: ReplaySettings | null): string | null;
}

const HOURLY_MAX = 6;

function automatic(past: Past, entry: Entry): ReturnType<typeof begins> {
  const swap = begins(past, entry);
  return swap && AUTOMATIC.includes(swap.origin) ? swap : null;
}

function tooMany(past: Past, entry: Entry, windowMs: number, most: number): string | null {
  const swap = begins(past, entry);
  if (swap === null || swap.origin === 'return' || !AUTOMATIC.includes(swap.origin)) return null;
  const recent = past.counted.filter((then) => between(then, momentOf(past, entry)) < windowMs);
  return recent.length < most
    ? null
    : `${swap.id} is automatic swap ${recent.length + 1} within ${inWords(windowMs)}`;
}

/** Every check, in the order of the report. */
export const CHECKS: readonly Check[] = [
  {
    name: 'the link is flipped only under an intent that was written before',
    needsSettings: false,
    broken(past, entry) {
      if (!succeeded(entry, 'flip') || (past.swap === null && !past.complete)) return null;
      if (past.swap?.phases.includes('flip')) return null;
      return past.swap === null
        ? 'a flip without a swap'
        : `a flip while ${past.swap.id} was in ${past.swap.phase}`;
    },
  },
  {
    name: 'one swap at a time, and one that has ended stays ended',
    needsSettings: false,
    broken(past, entry) {
      const begun = begins(past, entry);
      if (begun && inFlight(past)) return `${begun.id} began inside ${past.swap?.id}`;
      const swap = swapOf(entry);
      const ended = past.swap?.phase === 'done' || past.swap?.phase === 'rolled-back';
      if (swap === null || swap.id !== past.swap?.id || !ended) return null;
      return `${swap.id} went from ${past.swap.phase} to ${swap.phase}`;
    },
  },
  {
    name: 'an automatic swap answers a hit',
    needsSettings: false,
    broken(past, entry) {
      const swap = automatic(past, entry);
      if (swap === null || swap.origin === 'proactive' || actedHits(entry).length > 0) return null;
      return `${swap.id} began without one`;
    },
  },
  {
    name: 'no automatic swap but in mode auto',
    needsSettings: false,
    broken(past, entry) {
      const swap = automatic(past, entry);
      return swap && past.mode !== null && past.mode !== 'auto'
        ? `${swap.id} began in mode ${past.mode}`
        : null;
    },
  },
  {
    name: `at most ${HOURLY_MAX} automatic swaps within an hour (breaker)`,
    needsSettings: false,
    broken: (past, entry) => tooMany(past, entry, HOUR, HOURLY_MAX),
  },
  {
    name: 'at most twice as many automatic swaps as accounts within five hours (breaker)',
    needsSettings: true,
    broken: (past, entry, settings) =>
      settings && tooMany(past, entry, 5 * HOUR, Math.max(1, 2 * settings.accounts)),
  },
  {
    name: 'no automatic swap within the cooldown of a completed flip',
    needsSettings: true,
    broken(past, entry, settings) {
      const swap = automatic(past, entry);
      if (swap === null || settings === null || past.commit === null) return null;
      const passed = between(past.commit, momentOf(past, entry));
      if (passed >= settings.cooldownMs) return null;
      return `${swap.id} began ${passed / SECOND} s after it, the cooldown is ${settings.cooldownMs / SECOND} s`;
    },
  },
  {
    name: 'no task is handed out while dispatch is paused or a swap is in progress',
    needsSettings: false,
    broken(past, entry) {
      const claimed = runsOf(entry).find(({ id, step }) => step === 'claiming' && !past.runs.has(id));
      if (claimed === undefined || entry.type === 'commanded') return null;
      if (past.paused) return `${claimed.id} while paused`;
      return inFlight(past) && swapOf(entry) === null ? `${claimed.id} during ${past.swap?.id}` : null;
    },
  },
  {
    name: 'a prompt is submitted once in an attempt',
    needsSettings: false,
    broken(past, entry) {
      const again = runsOf(entry).find(({ id, step, attempt }) => {
        const old = past.runs.get(id);
        return step === 'submitting' && old?.step === 'working' && old.attempt === attempt;
      });
      return again ? `${again.id} was submitted again in attempt ${again.attempt}` : null;
    },
  },
  {
    name: 'what was ordered settles once',
    needsSettings: false,
    broken(past, entry) {
      const { effect } = entry.fields;
      return typeof effect === 'string' && past.settled.has(effect) ? `${effect} settled again` : null;
    },
  },
  {
    name: 'steady time never goes back within a life',
    needsSettings: false,
    broken(past, entry) {
      if (entry.type === 'started' || past.last === null || past.last.life !== past.life) return null;
      const back = past.last.steadyMs - entry.steadyMs;
      return back > 0 ? `by ${back} ms` : null;
    },
  },
];
