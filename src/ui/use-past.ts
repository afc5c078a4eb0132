import { useEffect, useState } from 'react';
import type { Host } from './host.js';
import type { PastView } from './panels/panel.js';
import type { Past } from './past.js';
import { reasonOf } from './reason.js';
import { plain } from './text/plain.js';

function cleaned(past: Past, ascii: boolean): Past {
  const shown = Object.entries(past).map(([key, value]) => [
    key,
    typeof value === 'string' ? plain(value, ascii) : value,
  ]);
  return Object.fromEntries(shown) as Past;
}

/** Past swaps and limits, read when the history is opened and again whenever `mark` changes; null while it is closed. */
export function usePast(host: Host, isOpen: boolean, mark: string, ascii: boolean): PastView | null {
  const [view, setView] = useState<PastView>({ type: 'waiting' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mark says that there is more to read
  useEffect(() => {
    const { readPast } = host;
    if (!isOpen || readPast === undefined) return undefined;
    let isOver = false;
    const take = (next: PastView): void => {
      if (!isOver) setView(next);
    };
    readPast().then(
      (all) => take({ type: 'here', what: all.map((past) => cleaned(past, ascii)) }),
      (error: unknown) => take({ type: 'none', reason: reasonOf(error) }),
    );
    return () => {
      isOver = true;
    };
  }, [host, isOpen, mark, ascii]);
  if (!isOpen) return null;
  return host.readPast === undefined ? { type: 'none', reason: 'This dashboard keeps no history.' } : view;
}
