import type { Listing, PaneFacts } from '../../core/ports.js';
import { isOwnSessionName, OWNER_OPTION } from '../link/leftovers.js';
import type { Door, Request } from '../protocol/exchange.js';
import { type Endings, wakeServer } from './endings.js';
import { CLIENT_FORMAT, lastKeyIn, PANE_FORMAT, type PaneRow, parseClientRows } from './row.js';
import type { RowMemory } from './row-memory.js';
import { toName } from './safe-name.js';

const SESSION_FORMAT = `#{session_id} #{?${OWNER_OPTION},1,0} #{session_name}`;
const SESSION_ROW = /^(\$\d+) ([01]) (.*)$/;

interface Sessions {
  readonly names: ReadonlyMap<string, string>;
  /** Control sessions of a supervisor, ours or another's: never shown. */
  readonly hidden: ReadonlySet<string>;
}

function parseSessions(lines: readonly string[]): Sessions {
  const names = new Map<string, string>();
  const hidden = new Set<string>();
  for (const line of lines) {
    const [, id, marked, name = ''] = SESSION_ROW.exec(line) ?? [];
    if (id === undefined || names.has(id)) continue;
    names.set(id, toName(name));
    if (marked === '1' && isOwnSessionName(name)) hidden.add(id);
  }
  return { names, hidden };
}

/** Each pane once: `list-panes -a` names a linked window's panes once per session. The oldest session keeps it. */
function unique(rows: readonly PaneRow[]): PaneRow[] {
  const age = (row: PaneRow): number => Number(row.session.slice(1));
  const kept = new Map<string, PaneRow>();
  for (const row of rows) {
    const other = kept.get(row.pane);
    if (other === undefined || age(row) < age(other)) kept.set(row.pane, row);
  }
  return [...kept.values()];
}

/** Expected bytes of the reply for so many panes. */
function requests(panes: number): Request[] {
  return [
    { command: ['list-panes', '-a', '-F', PANE_FORMAT], bytes: 1_000 + panes * 70 },
    { command: ['list-sessions', '-F', SESSION_FORMAT], bytes: 500 + panes * 20 },
    { command: ['list-clients', '-F', CLIENT_FORMAT] },
  ];
}

/** What is remembered from one listing to the next. */
export interface ListingMemory {
  readonly rows: RowMemory;
  readonly endings: Endings;
}

/** All panes of the server; null when it did not answer. `expected`: how many there were last time. */
export async function listPanes(
  door: Door,
  expected: number,
  { rows, endings }: ListingMemory,
): Promise<Listing | null> {
  const [paneReply, sessionReply, clientReply] = await door.ask(requests(expected));
  if (paneReply?.ok !== true || sessionReply?.ok !== true || clientReply?.ok !== true) return null;
  const all = rows.read(paneReply.lines);
  const server = all[0]?.server;
  if (server === undefined) return null;
  const { names, hidden } = parseSessions(sessionReply.lines);
  const clients = parseClientRows(clientReply.lines);
  const { dead, untold } = endings.sort(all, performance.now());
  if (untold > 0) await wakeServer(door);
  const panes = unique(all.filter((row) => !hidden.has(row.session))).map(
    (row): PaneFacts => ({
      pane: row.pane,
      panePid: row.panePid,
      sessionName: names.get(row.session) ?? row.session,
      windowIndex: row.windowIndex,
      paneIndex: row.paneIndex,
      activity: row.activity,
      cols: row.cols,
      rows: row.rows,
      dead: dead.has(row.pane),
      deadStatus: row.deadStatus,
      inMode: row.inMode,
      inputOff: row.inputOff,
      synchronized: row.synchronized,
      personActiveAt: lastKeyIn(row.window, clients),
    }),
  );
  return { server, panes };
}
