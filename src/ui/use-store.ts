import { useRef, useSyncExternalStore } from 'react';
import type { Store } from '../core/commands.js';
import type { Snapshot } from '../core/snapshot.js';
import type { Connection } from '../core/viewer/connection.js';
import { sameToSee } from './same.js';

/**
 * The engine's snapshot; the component is drawn again after each change that can be seen. Every poll brings a new
 * snapshot, and Ink lays out and paints the whole screen for each drawing, also when no cell of it changes.
 */
export function useStore(store: Store): Snapshot {
  const last = useRef<{ readonly raw: Snapshot; readonly shown: Snapshot } | null>(null);
  const shown = (): Snapshot => {
    const raw = store.getSnapshot();
    const before = last.current;
    if (before?.raw === raw) return before.shown;
    const now = before !== null && sameToSee(before.shown, raw) ? before.shown : raw;
    last.current = { raw, shown: now };
    return now;
  };
  return useSyncExternalStore((listener) => store.subscribe(listener), shown, shown);
}

/** How a viewer stands with its supervisor; null where the supervisor is inside. */
export function useConnection(store: Store, connection: (() => Connection) | null): Connection | null {
  const now = (): Connection | null => connection?.() ?? null;
  return useSyncExternalStore((listener) => store.subscribe(listener), now, now);
}
