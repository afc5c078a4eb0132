import type { PaneTarget, TypeOutcome } from '../../core/ports.js';
import type { Reading } from '../../core/quota/reading.js';
import { isSameServer } from '../../core/same-server.js';
import { captureRequest, type Size, screenOf } from '../panes/capture.js';
import {
  CLIENT_FORMAT,
  lastKeyIn,
  PANE_FORMAT,
  type PaneRow,
  parseClientRows,
  parsePaneRow,
} from '../panes/row.js';
import type { Door } from '../protocol/exchange.js';

export type Refusal = Extract<TypeOutcome, { outcome: 'refused' }>;

export function refused(cause: Refusal['cause'], reason: string): Refusal {
  return { outcome: 'refused', cause, reason };
}

/** Recognises one screen captured with colours, `cols` cells wide. */
export type Recognise = (screen: string, cols: number) => Reading;

/** One look at a pane: what tmux says of it and what its screen says. */
export interface Look {
  readonly row: PaneRow;
  readonly personActiveAt: number | null;
  /** null when the screen could not be captured. */
  readonly reading: Reading | null;
}

/** Looks at the target; a refusal when it is gone or tmux does not answer. */
export async function look(
  door: Door,
  target: PaneTarget,
  size: Size | undefined,
  recognise: Recognise,
): Promise<Look | Refusal> {
  const [facts, clients, capture] = await door.ask([
    { command: ['display-message', '-p', '-t', target.pane, PANE_FORMAT] },
    { command: ['list-clients', '-F', CLIENT_FORMAT] },
    captureRequest(target.pane, size, true),
  ]);
  if (facts?.ok !== true || clients?.ok !== true) return refused('gone', 'tmux did not answer');
  const row = parsePaneRow(facts.lines[0] ?? '');
  if (row === null || row.pane !== target.pane) return refused('gone', 'the pane is gone');
  const screen = screenOf(capture);
  return {
    row,
    personActiveAt: lastKeyIn(row.window, parseClientRows(clients.lines)),
    reading: screen === null ? null : recognise(screen, row.cols),
  };
}

/** No key within this time of a person's; tmux tells whole seconds, hence one more. */
const HANDS_OFF_MS = 11_000;
/** A time further ahead than this is a clock that was set back, not a person. */
const CLOCK_SLACK_MS = 60_000;

/** Why no key may go to this pane, apart from what its screen shows; null when one may. */
export function paneRefusal(seen: Look, target: PaneTarget, nowMs: number): Refusal | null {
  const { row } = seen;
  if (!isSameServer(row.server, target.server)) return refused('gone', 'the tmux server is another one');
  if (row.panePid !== target.panePid) return refused('gone', 'another program runs in the pane');
  if (row.dead) return refused('gone', 'the program in the pane has ended');
  if (row.inMode) return refused('mode', 'the pane is in copy mode');
  if (row.inputOff) return refused('input-off', 'the pane takes no input');
  if (row.synchronized) return refused('synchronized', 'the panes of the window are synchronised');
  if (seen.personActiveAt !== null) {
    const ageMs = nowMs - seen.personActiveAt * 1_000;
    if (ageMs < HANDS_OFF_MS && ageMs > -CLOCK_SLACK_MS) {
      return refused('person-active', 'somebody typed in a terminal that shows the pane');
    }
  }
  return null;
}

/** Why the screen does not allow to type; null when the composer is empty and nothing runs. */
export function screenRefusal(reading: Reading | null): Refusal | null {
  if (reading === null) return refused('unrecognised', 'the screen could not be captured');
  if (reading.dialog !== null) return refused('dialog', `a dialog is open (${reading.dialog.type})`);
  if (reading.busy) return refused('busy', 'a turn is running');
  if (reading.composer.state === 'absent') return refused('unrecognised', 'no composer was recognised');
  if (reading.composer.state === 'draft') return refused('draft', 'the composer holds a draft');
  if (reading.verdict === 'unknown') return refused('unrecognised', 'the screen was not recognised');
  return null;
}
