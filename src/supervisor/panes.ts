import type { VacantPane } from '../core/engine/events.js';
import type { PaneId } from '../core/ids.js';
import type { Listing, PaneFacts, PaneTarget } from '../core/ports.js';
import { isSameServer } from '../core/same-server.js';

export function targetOf({ server }: Listing, { pane, panePid }: PaneFacts): PaneTarget {
  return { server, pane, panePid };
}

/** The pane that was meant, as it is now; undefined when another program or another server has its place. */
export function paneNow(listing: Listing, target: PaneTarget): PaneFacts | undefined {
  if (!isSameServer(listing.server, target.server)) return undefined;
  return listing.panes.find((one) => one.pane === target.pane && one.panePid === target.panePid);
}

/** Wall clock, ms. */
export function personActiveAtMs({ personActiveAt }: PaneFacts): number | null {
  return personActiveAt === null ? null : personActiveAt * 1000;
}

/** `panes`: those of the listing in which no agent was found. */
export function vacantPanes(listing: Listing, panes: readonly PaneFacts[]): readonly VacantPane[] {
  const counts = panesOfSessions(listing.panes);
  return panes.map((pane) => ({
    name: pane.sessionName,
    target: targetOf(listing, pane),
    siblings: counts.get(pane.sessionName) ?? 1,
    dead: pane.dead,
    deadStatus: pane.deadStatus,
    personActiveAtMs: personActiveAtMs(pane),
  }));
}

function panesOfSessions(panes: readonly PaneFacts[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { sessionName } of panes) counts.set(sessionName, (counts.get(sessionName) ?? 0) + 1);
  return counts;
}

/** The tmux session's name; with `:w.p` where it holds more than one agent. */
export function displayNames(panes: readonly PaneFacts[]): ReadonlyMap<PaneId, string> {
  const count = panesOfSessions(panes);
  return new Map(
    panes.map((pane) => {
      const alone = count.get(pane.sessionName) === 1;
      return [
        pane.pane,
        alone ? pane.sessionName : `${pane.sessionName}:${pane.windowIndex}.${pane.paneIndex}`,
      ];
    }),
  );
}
