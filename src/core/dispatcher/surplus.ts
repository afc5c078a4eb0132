export interface KeptFile {
  readonly id: string;
  /** Wall ms. */
  readonly endedMs: number;
}

export interface KeepLimits {
  readonly nowMs: number;
  readonly maxAgeMs: number;
  readonly maxCount: number;
}

export interface Surplus {
  /** Older than the limit. */
  readonly old: readonly string[];
  /** Young enough, but more than are kept. */
  readonly many: readonly string[];
}

/**
 * Which of the ended tasks go, the oldest first, at most `most` of them. One that ended in the future (the clock went
 * back) is as young as can be.
 */
export function surplus(files: readonly KeptFile[], limits: KeepLimits, most: number): Surplus {
  const oldestFirst = [...files].sort((a, b) => a.endedMs - b.endedMs || (a.id < b.id ? -1 : 1));
  const aged = oldestFirst.findIndex(({ endedMs }) => limits.nowMs - endedMs <= limits.maxAgeMs);
  const oldCount = aged < 0 ? oldestFirst.length : aged;
  const goingCount = Math.min(Math.max(oldCount, oldestFirst.length - limits.maxCount), most);
  const going = oldestFirst.slice(0, goingCount).map(({ id }) => id);
  return { old: going.slice(0, oldCount), many: going.slice(oldCount) };
}
