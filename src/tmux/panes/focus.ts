import type { PaneId } from '../../core/ids.js';
import { sendable } from '../protocol/command.js';
import type { Door } from '../protocol/exchange.js';
import { CLIENT_FORMAT, parseClientRows } from './row.js';

/** Brings the person's client with the latest key to `pane`; false when there is none, or no such pane. */
export async function focusPane(door: Door, pane: PaneId): Promise<boolean> {
  const [reply] = await door.ask([{ command: ['list-clients', '-F', CLIENT_FORMAT] }]);
  const clients = parseClientRows(reply?.lines ?? []);
  const [latest] = clients.toSorted((a, b) => b.activity - a.activity);
  if (latest === undefined || !sendable(latest.name)) return false;
  const [switched] = await door.ask([{ command: ['switch-client', '-c', latest.name, '-t', pane] }]);
  return switched?.ok === true;
}
