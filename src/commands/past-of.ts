import { isRecord, records } from '../core/json.js';
import type { HitState } from '../core/snapshot.js';
import type { Past } from '../ui/index.js';
import { word } from './journal-word.js';

/** What was vetoed was no limit, and there is much of it. */
const TOLD: readonly HitState[] = ['suspected', 'confirmed', 'acted', 'deferred', 'absorbed', 'dismissed'];

function wordOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function swapOf(at: string, swap: unknown): readonly (readonly [string, Past])[] {
  if (!isRecord(swap)) return [];
  const { id, from, to, phase, origin } = swap;
  const past: Past = {
    what: 'swap',
    at,
    from: wordOrNull(from),
    to: word(to),
    phase: word(phase),
    origin: word(origin),
  };
  return [[`swap ${word(id)}`, past]];
}

function hitOf(at: string, hit: Record<string, unknown>): readonly [string, Past | null] {
  const { id, session, account, why } = hit;
  const state = TOLD.find((one) => one === hit.state);
  const key = `hit ${word(id)}`;
  if (state === undefined) return [key, null];
  return [
    key,
    { what: 'hit', at, session: word(session), account: wordOrNull(account), state, why: word(why) },
  ];
}

/** Swaps and limits of these entries of the journal (oldest first), each once and as it ended; newest first. */
export function pastOf(entries: readonly unknown[]): readonly Past[] {
  const known = new Map<string, Past>();
  for (const entry of entries) {
    if (!isRecord(entry) || typeof entry.at !== 'string') continue;
    const { at } = entry;
    const hits = records(entry.hits).map((hit) => hitOf(at, hit));
    for (const [key, past] of [...swapOf(at, entry.swap), ...hits]) {
      // Told anew it goes to the end: the newest stands last.
      known.delete(key);
      if (past !== null) known.set(key, past);
    }
  }
  return [...known.values()].reverse();
}
