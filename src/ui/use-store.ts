import { useSyncExternalStore } from 'react';
import type { Store } from '../core/commands.js';
import type { Snapshot } from '../core/snapshot.js';
import type { Connection } from '../core/viewer/connection.js';

/** The engine's snapshot; the component is drawn again after each change. */
export function useStore(store: Store): Snapshot {
  return useSyncExternalStore(
    (listener) => store.subscribe(listener),
    () => store.getSnapshot(),
    () => store.getSnapshot(),
  );
}

/** How a viewer stands with its supervisor; null where the supervisor is inside. */
export function useConnection(store: Store, connection: (() => Connection) | null): Connection | null {
  const now = (): Connection | null => connection?.() ?? null;
  return useSyncExternalStore((listener) => store.subscribe(listener), now, now);
}
