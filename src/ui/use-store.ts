import { useSyncExternalStore } from 'react';
import type { Store } from '../core/commands.js';
import type { Snapshot } from '../core/snapshot.js';

/** The engine's snapshot; the component is drawn again after each change. */
export function useStore(store: Store): Snapshot {
  return useSyncExternalStore(
    (listener) => store.subscribe(listener),
    () => store.getSnapshot(),
    () => store.getSnapshot(),
  );
}
