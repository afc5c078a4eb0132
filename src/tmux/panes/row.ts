import type { PaneId } from '../../core/ids.js';
import type { PaneFacts, ServerId } from '../../core/ports.js';

/** What tmux says of one pane in one row. Ids and integers only: a title or path could forge a second row. */
export interface PaneRow extends Omit<PaneFacts, 'sessionName' | 'personActiveAt'> {
  readonly server: ServerId;
  readonly session: string;
  readonly window: string;
  /** tmux knows how its program ended. */
  readonly ended: boolean;
}

export const PANE_FORMAT = [
  '#{pid} #{start_time} #{pane_id} #{pane_pid} #{session_id} #{window_id} #{window_index} #{pane_index}',
  '#{window_activity} #{pane_width} #{pane_height}',
  '#{?pane_dead,1,0} #{?pane_in_mode,1,0} #{?pane_input_off,1,0} #{?pane_synchronized,1,0}',
  // Before 3.3 the signal that ended a program is not told.
  '#{?#{==:#{pane_dead_status}#{pane_dead_signal},},0,1}',
  // Empty while the program lives, and when a signal ended it.
  '#{?#{==:#{pane_dead_status},},-,#{pane_dead_status}}',
].join(' ');

const PANE_ROW = /^(\d+) (\d+) (%\d+) (\d+) (\$\d+) (@\d+)((?: \d+){10}) (-|\d+)$/;

export function parsePaneRow(line: string): PaneRow | null {
  const match = PANE_ROW.exec(line);
  if (match === null) return null;
  const [, pid, startedAt, pane = '', panePid, session = '', window = '', rest = '', status = '-'] = match;
  const [windowIndex = 0, paneIndex = 0, activity = 0, cols = 0, rows = 0, ...flags] = rest
    .trim()
    .split(' ')
    .map(Number);
  const [dead, inMode, inputOff, synchronized, ended] = flags.map((flag) => flag === 1);
  return {
    server: { pid: Number(pid), startedAt: Number(startedAt) },
    pane: pane as PaneId,
    panePid: Number(panePid),
    session,
    window,
    windowIndex,
    paneIndex,
    activity,
    cols,
    rows,
    dead: dead === true,
    deadStatus: status === '-' ? null : Number(status),
    inMode: inMode === true,
    inputOff: inputOff === true,
    synchronized: synchronized === true,
    ended: ended === true,
  };
}

/** A client of a person: control clients are left out. */
export interface ClientRow {
  readonly activity: number;
  /** The window it shows. */
  readonly window: string;
  /** tmux's name of it, its terminal. */
  readonly name: string;
}

export const CLIENT_FORMAT = '#{?client_control_mode,1,0} #{client_activity} #{window_id} #{client_name}';
const CLIENT_ROW = /^0 (\d+) (@\d+) (.+)$/;

export function parseClientRows(lines: readonly string[]): ClientRow[] {
  return lines.flatMap((line) => {
    const [, activity, window, name] = CLIENT_ROW.exec(line) ?? [];
    return window === undefined || name === undefined ? [] : [{ activity: Number(activity), window, name }];
  });
}

/** Unix seconds of the last key of a person whose client shows `window`; null when none shows it. */
export function lastKeyIn(window: string, clients: readonly ClientRow[]): number | null {
  const times = clients.filter((client) => client.window === window).map((client) => client.activity);
  return times.length === 0 ? null : Math.max(...times);
}
