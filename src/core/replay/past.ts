import { commandOf, runsOf, type SwapFact, succeeded, swapOf } from './facts.js';
import type { Entry } from './lines.js';

/** When something was: `life` counts the starts of the supervisor, within one of which steady time compares. */
export interface Moment {
  readonly wallMs: number;
  readonly steadyMs: number;
  readonly life: number;
}

/** What the journal told up to a line. What it cannot tell is null, and is not judged. */
export interface Past {
  readonly life: number;
  readonly last: Moment | null;
  /** The newest swap, with every phase it went through. */
  readonly swap: (SwapFact & { readonly phases: readonly string[] }) | null;
  /** Whether `swap: null` means that there was none. */
  readonly complete: boolean;
  /** The last verified flip, or a start that could not read the state: from there the cooldown runs. */
  readonly commit: Moment | null;
  /** Starts of swaps that the breaker counts. */
  readonly counted: readonly Moment[];
  /** As far as a command said so in this life. */
  readonly mode: string | null;
  readonly paused: boolean;
  /** By task id: its attempt and the step it is in. */
  readonly runs: ReadonlyMap<string, { readonly step: string; readonly attempt: number }>;
  /** Effects of this life that have settled. */
  readonly settled: ReadonlySet<string>;
}

const NOTHING = {
  swap: null,
  commit: null,
  counted: [],
  mode: null,
  paused: false,
  runs: new Map(),
  settled: new Set<string>(),
};

export const BEGINNING: Past = { ...NOTHING, life: 0, last: null, complete: false };

/** Origins of swaps that the engine begins by itself. */
export const AUTOMATIC: readonly string[] = ['monitor', 'return', 'proactive'];
/** Those of them that the breaker counts. */
const COUNTED: readonly string[] = ['monitor', 'proactive'];
const ENDED: readonly string[] = ['done', 'rolled-back', 'needs-person'];

export function inFlight(past: Past): boolean {
  return past.swap !== null && !ENDED.includes(past.swap.phase);
}

/** The swap that begins with this entry; null also while it may be one that goes on to its next candidate. */
export function begins(past: Past, entry: Entry): SwapFact | null {
  const swap = swapOf(entry);
  if (past.swap === null && !past.complete) return null;
  return swap !== null && swap.id !== past.swap?.id && swap.phase === 'preflight' ? swap : null;
}

export function momentOf(past: Past, { at, steadyMs }: Entry): Moment {
  return { wallMs: Date.parse(at), steadyMs, life: past.life };
}

/** Milliseconds between two moments; over a restart the longer of what the two clocks say, since a boot may lie between. */
export function between(then: Moment, now: Moment): number {
  const steady = now.steadyMs - then.steadyMs;
  return then.life === now.life ? steady : Math.max(steady, now.wallMs - then.wallMs);
}

/** A line cannot be read, and may have been anything, a start too: what stood before it is no longer known. */
export function afterGap(past: Past): Past {
  return { ...BEGINNING, life: past.life };
}

export function after(past: Past, entry: Entry): Past {
  const before = entry.type === 'started' ? begunAnew(past, entry) : past;
  const now = momentOf(before, entry);
  const command = commandOf(entry);
  const settled = entry.fields.effect;
  const swap = swapOf(entry);
  const begun = begins(before, entry);
  const rearmed = command?.type === 'mode' && command.mode === 'auto';
  const counted = rearmed ? [] : before.counted;
  return {
    ...before,
    last: now,
    swap: swap === null ? before.swap : { ...swap, phases: phasesOf(before, swap) },
    commit: before.swap?.phase === 'verify' && succeeded(entry, 'verify') ? now : before.commit,
    counted: begun && COUNTED.includes(begun.origin) ? [...counted, now] : counted,
    mode: command?.type === 'mode' ? command.mode : entry.type === 'settings-changed' ? null : before.mode,
    paused: command?.type === 'pause' || (before.paused && command?.type !== 'resume'),
    runs: runsAfter(before, entry),
    settled: typeof settled === 'string' ? new Set([...before.settled, settled]) : before.settled,
  };
}

function phasesOf({ swap: old }: Past, { id, phase }: SwapFact): readonly string[] {
  return old?.id === id ? [...old.phases, phase] : [phase];
}

/** What was on disk goes on; without it everything begins at nothing. */
function begunAnew(past: Past, entry: Entry): Past {
  const { provenance } = entry.fields;
  const life = past.life + 1;
  const kept = provenance === 'stored';
  if (kept) return { ...past, life, mode: null, settled: new Set() };
  const complete = provenance === 'missing' || provenance === 'corrupt';
  const fresh: Past = { ...NOTHING, life, last: past.last, complete };
  return provenance === 'corrupt' ? { ...fresh, commit: momentOf(fresh, entry) } : fresh;
}

function runsAfter(past: Past, entry: Entry): Past['runs'] {
  const changed = runsOf(entry);
  if (changed.length === 0) return past.runs;
  const runs = new Map(past.runs);
  for (const { id, step, attempt } of changed) {
    if (step === null) runs.delete(id);
    else runs.set(id, { step, attempt });
  }
  return runs;
}
