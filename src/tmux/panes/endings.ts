import type { PaneId } from '../../core/ids.js';
import type { Door } from '../protocol/exchange.js';
import type { PaneRow } from './row.js';

/** How long a closed pane may wait for the end of its program to be told, ms. */
const TOLD_WITHIN_MS = 2_000;

export interface Closed {
  readonly dead: ReadonlySet<PaneId>;
  /** Panes of which tmux does not know yet how their program ended. */
  readonly untold: number;
}

/**
 * Which closed panes are dead. tmux closes a pane before it knows how its program ended, and often does not notice the end
 * (seen on 3.3a: 39 of 120) until another child of its ends. So a pane counts as dead once the end is told, or when it was
 * closed for a while: its program may live on without its terminal, and 3.2 never tells the signal that ended one.
 */
export class Endings {
  #closedAt: ReadonlyMap<PaneId, number> = new Map();

  /** To be asked once for every listing, with all its rows. `nowMs`: steady. */
  sort(rows: readonly PaneRow[], nowMs: number): Closed {
    const closed = rows.filter((row) => row.dead);
    this.#closedAt = new Map(closed.map(({ pane }) => [pane, this.#closedAt.get(pane) ?? nowMs]));
    const isOver = ({ pane, ended }: PaneRow) =>
      ended || nowMs - (this.#closedAt.get(pane) ?? nowMs) >= TOLD_WITHIN_MS;
    const over = closed.filter(isOver);
    return { dead: new Set(over.map((row) => row.pane)), untold: closed.length - over.length };
  }
}

/** Lets a child of the server end, at which it learns of every end it has missed; the next listing shows them. */
export async function wakeServer(door: Door): Promise<void> {
  await door.ask([{ command: ['run-shell', '-b', 'true'] }]);
}
