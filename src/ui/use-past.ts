import { useEffect, useState } from 'react';
import { errorText } from '../core/errors.js';
import type { Host } from './host.js';
import type { PastView } from './panels/panel.js';
import { plainTexts } from './text/plain.js';

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
      (all) => take({ type: 'here', what: plainTexts(all, ascii) }),
      (error: unknown) => take({ type: 'none', reason: errorText(error) }),
    );
    return () => {
      isOver = true;
    };
  }, [host, isOpen, mark, ascii]);
  if (!isOpen) return null;
  return host.readPast === undefined ? { type: 'none', reason: 'This dashboard keeps no history.' } : view;
}
