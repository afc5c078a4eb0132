import { useEffect, useRef } from 'react';
import type { Flash } from './ui-state.js';

/** So long the answer to a key stands, when no other key takes it away before. */
const STANDS_MS = 10_000;

/** Takes the answer away once it has stood. How long that is still off, ms, for the tick that is there already; infinite without an answer. */
export function useFading(flash: Flash | null, now: number, clear: () => void): number {
  const standing = useRef<{ readonly flash: Flash; readonly sinceMs: number } | null>(null);
  if (flash === null) standing.current = null;
  else if (standing.current?.flash !== flash) standing.current = { flash, sinceMs: now };
  const left =
    standing.current === null ? Number.POSITIVE_INFINITY : standing.current.sinceMs + STANDS_MS - now;
  useEffect(() => {
    if (left <= 0) clear();
  });
  return left <= 0 ? Number.POSITIVE_INFINITY : left;
}
