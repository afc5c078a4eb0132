import type { PaneId } from '../../core/ids.js';
import type { Door, Reply, Request } from '../protocol/exchange.js';

export interface Size {
  readonly cols: number;
  readonly rows: number;
  readonly dead?: boolean;
}

const UNKNOWN_SIZE: Size = { cols: 80, rows: 50 };
/** Colours make a screen about three times as long. */
const STYLED_FACTOR = 3;

/**
 * `-J` rejoins rows the terminal wrapped; never `-a`, which gives the other screen. Copy mode does not show. Of a dead
 * pane one row more: tmux pushes the first one out to say below that it is dead, and it may be all the program said.
 */
export function captureRequest(pane: PaneId, size: Size | undefined, styled: boolean): Request {
  const { cols, rows, dead = false } = size ?? UNKNOWN_SIZE;
  const options = [...(styled ? ['-e'] : []), ...(dead ? ['-S', '-1'] : [])];
  const command = ['capture-pane', ...options, '-p', '-J', '-t', pane];
  return { command, bytes: cols * rows * (styled ? STYLED_FACTOR : 1) };
}

/** The screen as it is drawn, row by row with SGR: what the terminal wrapped stays wrapped. */
export function pictureRequest(pane: PaneId, size: Size | undefined): Request {
  const { cols, rows } = size ?? UNKNOWN_SIZE;
  return { command: ['capture-pane', '-e', '-p', '-t', pane], bytes: cols * rows * STYLED_FACTOR };
}

export function screenOf(reply: Reply | null | undefined): string | null {
  return reply?.ok === true ? reply.lines.join('\n') : null;
}

/** The visible text of each pane; null for one that is gone or was not answered in time. */
export async function capturePanes(
  door: Door,
  panes: readonly PaneId[],
  sizes: ReadonlyMap<PaneId, Size>,
): Promise<Map<PaneId, string | null>> {
  const replies = await door.ask(panes.map((pane) => captureRequest(pane, sizes.get(pane), false)));
  return new Map(panes.map((pane, index) => [pane, screenOf(replies[index])]));
}
