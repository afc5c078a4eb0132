import type { Snapshot } from '../../../src/core/snapshot.js';
import { NEW_EDITOR, reduceEditor } from '../../../src/ui/editor-state.js';
import { panels } from '../../../src/ui/panels/index.js';
import type { PanelId } from '../../../src/ui/panels/panel.js';
import { screenRows } from '../../../src/ui/text/styled.js';
import { initialUi, type Modal, type UiState } from '../../../src/ui/ui-state.js';
import type { DrawOptions } from '../draw.js';
import { session } from '../items.js';
import { AGENT_SCREEN, past } from '../seen.js';
import { empty, hold, normal, states, suspected, swap, troubled } from '../snapshots.js';
import { NOW } from '../times.js';
import type { PartId } from './parts.js';

/** One thing that is drawn at every size. */
export interface Scene {
  readonly name: string;
  readonly part: PartId;
  readonly snapshot: Snapshot;
  /** `ascii`: for a terminal that is not UTF-8. */
  readonly options: (ascii: boolean) => DrawOptions;
}

const TASK = `---
priority: 17
---
Write tests for the invoice totals, also for 日本語 names; then look at each rounding rule that the README names, and run them all.
	and the rest`;
const written =
  reduceEditor(NEW_EDITOR, { type: 'text', edit: { type: 'insert', text: TASK } }) ?? NEW_EDITOR;

function on(focus: PanelId, more: Partial<UiState> = {}): DrawOptions {
  return { ui: { ...initialUi(focus), ...more } };
}

function scene(
  name: string,
  part: PartId,
  snapshot: Snapshot,
  options: DrawOptions | Scene['options'] = on('sessions'),
): Scene {
  return { name, part, snapshot, options: typeof options === 'function' ? options : () => options };
}

function opened(name: string, snapshot: Snapshot, modal: Modal, focus: PanelId = 'sessions'): Scene {
  return scene(name, 'modal', snapshot, on(focus, { modal }));
}

/** The preview, focused, over what a pane shows; zoomed where it is scrolled up. */
function previewed(raw: string, up = 0): Scene['options'] {
  return (ascii) => ({
    ...on('preview', { preview: { up }, zoom: up > 0 }),
    preview: {
      session: 'ccl-1-conformvault',
      up,
      screen:
        raw === ''
          ? { type: 'none', reason: 'tmux shows no pane %1: it has gone.' }
          : { type: 'here', what: screenRows(raw, ascii) },
    },
  });
}

const wide: Snapshot = {
  ...normal,
  sessions: [
    session('a', '請求書-日本語のとても長い名前のセッション', {
      lastLine: '読み込み中 請求書.ts',
      task: '請求書を直す',
    }),
    session('b', 'ccl-2-👨‍👩‍👧‍👦-é-ก็', { state: 'asking', detail: 'permission', lastLine: '❤️ ✈️ 🇫🇷 1️⃣' }),
    ...normal.sessions.slice(2),
  ],
};

const asking = (question: 'quit' | 'dismiss-all'): DrawOptions =>
  on('sessions', { modal: { type: 'ask', question } });

const chosen: Readonly<Record<string, readonly Scene[]>> = {
  sessions: [
    scene('suspected, focused', 'sessions', suspected),
    scene('troubled, the third selected', 'sessions', troubled, {
      ui: { ...initialUi('sessions'), selected: { sessions: { id: 'c', index: 2 } } },
    }),
    scene('hold, not focused', 'sessions', hold, on('hits')),
    scene('wide names, focused', 'sessions', wide),
    scene('filtered', 'sessions', suspected, on('sessions', { filter: 'API work' })),
    scene('filtered to nothing', 'sessions', suspected, on('sessions', { filter: 'no such words' })),
    scene('empty', 'sessions', empty),
  ],
  accounts: [
    scene('suspected, focused', 'accounts', suspected, on('accounts')),
    scene('hold, focused', 'accounts', hold, on('accounts')),
    scene('swap, not focused', 'accounts', swap),
    scene('empty', 'accounts', empty, on('accounts')),
  ],
  failover: [
    scene('cooldown, focused', 'failover', suspected, on('failover')),
    scene('nothing going on', 'failover', normal, on('failover')),
    scene('swap', 'failover', swap, on('failover')),
    scene('hold', 'failover', hold, on('failover')),
  ],
  hits: [
    scene('suspected, focused', 'hits', suspected, on('hits')),
    scene('swap, not focused', 'hits', swap),
    scene('suspected, zoomed', 'hits', suspected, on('hits', { zoom: true })),
    scene('empty', 'hits', empty, on('hits')),
  ],
  queue: [
    scene('normal, focused', 'queue', normal, on('queue')),
    scene('troubled, focused', 'queue', troubled, on('queue')),
    scene('hold, not focused', 'queue', hold),
    scene('empty', 'queue', empty, on('queue')),
  ],
  events: [
    scene('normal, focused', 'events', normal, on('events')),
    scene('empty', 'events', empty, on('events')),
  ],
  preview: [
    scene('live', 'preview', normal, previewed(AGENT_SCREEN)),
    scene('scrolled up and zoomed', 'preview', normal, previewed(AGENT_SCREEN, 3)),
    scene('nothing to be seen', 'preview', normal, previewed('')),
  ],
  help: [
    opened('from its top', suspected, { type: 'help', scroll: 0 }),
    opened('read on, in a hold', hold, { type: 'help', scroll: 25 }),
  ],
  why: [
    opened('of a hit', suspected, { type: 'why', of: 'hit', id: 'h1', scroll: 0 }, 'hits'),
    opened('of a session', suspected, { type: 'why', of: 'session', id: 'c', scroll: 0 }),
    opened(
      'of a failed task',
      suspected,
      { type: 'why', of: 'task', id: 'rename-the-invoice-module', scroll: 0 },
      'queue',
    ),
    opened('of all that should be mended', troubled, { type: 'needs', scroll: 0 }),
  ],
  history: [
    scene('read', 'modal', suspected, {
      ...on('sessions', { modal: { type: 'history', scroll: 0 } }),
      past: { type: 'here', what: past },
    }),
    opened('being read', suspected, { type: 'history', scroll: 0 }),
  ],
  pickers: [
    opened('swap, the next account', suspected, { type: 'swap', picked: 'personal', asked: false }),
    opened('swap, a limited one, asked', suspected, { type: 'swap', picked: 'team', asked: true }),
    opened('swap, the active one', hold, { type: 'swap', picked: 'personal', asked: false }),
    opened('mode', suspected, { type: 'mode', picked: 'confirm' }),
  ],
  editor: [
    opened('new', suspected, NEW_EDITOR, 'queue'),
    opened(
      'refused',
      suspected,
      { ...written, trouble: 'priority: 17 must lie between 0 and 9. Mend it and add the task again.' },
      'queue',
    ),
    opened('about to be left', suspected, { ...written, phase: 'leaving' }, 'queue'),
  ],
  bars: [
    ...Object.entries(states).map(([name, snapshot]) => scene(name, 'bars', snapshot)),
    scene('paused', 'bars', { ...normal, paused: true }, on('queue')),
    scene('quit?', 'bars', suspected, asking('quit')),
    scene('dismiss all?', 'bars', suspected, asking('dismiss-all')),
    scene(
      'cancel a task?',
      'bars',
      normal,
      on('queue', { modal: { type: 'ask', question: 'cancel', task: 'migrate-schema' } }),
    ),
    scene(
      'begin a stalled task anew?',
      'bars',
      troubled,
      on('queue', { modal: { type: 'ask', question: 'retry', task: 'migrate-schema' } }),
    ),
    scene(
      'a filter is typed',
      'bars',
      normal,
      on('sessions', { filter: 'api 日本', modal: { type: 'filter' } }),
    ),
    scene(
      'the answer to a key',
      'bars',
      normal,
      on('hits', { flash: { text: 'd: this hit is vetoed', tone: 'warn' } }),
    ),
    scene('strips beside a zoomed queue', 'bars', suspected, on('queue', { zoom: true })),
    scene('a viewer, its supervisor lost', 'bars', normal, {
      connection: { state: 'lost', sinceMs: NOW - 42_000, refusal: null },
    }),
  ],
};

/** By the file their goldens are kept in; a panel that nobody has chosen scenes for is drawn focused, and empty. */
export const scenes: typeof chosen = {
  ...Object.fromEntries(
    panels.map(({ id }) => [
      id,
      [scene('normal, focused', id, normal, on(id)), scene('empty', id, empty, on(id))],
    ]),
  ),
  ...chosen,
};
