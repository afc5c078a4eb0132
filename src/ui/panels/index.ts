import { accounts } from './accounts.js';
import { events } from './events.js';
import { failover } from './failover.js';
import { hits } from './hits.js';
import type { Panel, PanelId } from './panel.js';
import { preview } from './preview.js';
import { queue } from './queue.js';
import { sessions } from './sessions.js';

/** Every panel, in the order of Tab. */
export const panels: readonly Panel[] = [sessions, accounts, failover, hits, queue, events, preview];

const byId = new Map(panels.map((panel) => [panel.id, panel]));

/** The panel of that name; every `PanelId` has one. */
export function panelOf(id: PanelId): Panel {
  return byId.get(id) ?? sessions;
}
