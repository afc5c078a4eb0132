import { useEffect, useMemo, useState } from 'react';
import { errorText } from '../core/errors.js';
import type { SessionView } from '../core/snapshot.js';
import type { Captured, Host } from './host.js';
import type { Asked } from './panels/panel.js';
import { type StyledRow, screenRows } from './text/styled.js';

const NO_HAND = 'This dashboard cannot look at panes.';

interface Seen {
  readonly pane: string;
  readonly captured: Captured;
}

function isSame(a: Seen | null, b: Seen): boolean {
  return a?.pane === b.pane && JSON.stringify(a.captured) === JSON.stringify(b.captured);
}

/**
 * The screen of this session, looked at again and again; null: nothing is looked at. The next look begins `everyMs` after the
 * one before has been answered, and what did not change draws nothing.
 */
export function usePreview(
  host: Host,
  session: SessionView | null,
  ascii: boolean,
  everyMs: number,
): Asked<readonly StyledRow[]> {
  const [seen, setSeen] = useState<Seen | null>(null);
  const pane = session?.pane ?? '';
  const id = session?.id ?? '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new object of the same session is no other session
  useEffect(() => {
    const { captureScreen } = host;
    if (session === null || pane === '' || captureScreen === undefined) return undefined;
    let isOver = false;
    let cancel = (): void => undefined;
    const look = (): void => {
      const answered = captureScreen(session).catch(
        (error: unknown): Captured => ({ ok: false, reason: `The pane was not read: ${errorText(error)}` }),
      );
      void answered.then((captured) => {
        if (isOver) return;
        const next = { pane, captured };
        setSeen((before) => (isSame(before, next) ? before : next));
        cancel = host.after(everyMs, look);
      });
    };
    look();
    return () => {
      isOver = true;
      cancel();
    };
  }, [host, id, pane, everyMs]);
  const captured = seen !== null && seen.pane === pane ? seen.captured : null;
  const rows = useMemo(
    () => (captured?.ok === true ? screenRows(captured.screen, ascii) : []),
    [captured, ascii],
  );
  if (session === null) return { type: 'none', reason: 'There is no session to look at.' };
  if (pane === '') return { type: 'none', reason: 'It has no pane: it is not running.' };
  if (host.captureScreen === undefined) return { type: 'none', reason: NO_HAND };
  if (captured === null) return { type: 'waiting' };
  return captured.ok ? { type: 'here', what: rows } : { type: 'none', reason: captured.reason };
}
