import { describe, expect, test } from 'vitest';
import { NEW_EDITOR } from '../../src/ui/editor-state.js';
import { panels } from '../../src/ui/panels/index.js';
import type { PanelId } from '../../src/ui/panels/panel.js';
import { initialUi, type Modal, type UiState } from '../../src/ui/ui-state.js';
import { draw } from './draw.js';
import { states } from './snapshots.js';

const sizes = [
  [60, 15],
  [75, 19],
  [76, 20],
  [80, 24],
  [99, 28],
  [100, 15],
  [101, 27],
  [300, 100],
] as const;

const modals: readonly Modal[] = [
  { type: 'help', scroll: 0 },
  { type: 'why', of: 'session', id: 'a', scroll: 0 },
  { type: 'swap', picked: 'team', asked: true },
  { type: 'mode', picked: 'auto' },
  { type: 'ask', question: 'quit' },
  { type: 'ask', question: 'cancel', task: 'migrate-schema' },
  { type: 'needs', scroll: 0 },
  NEW_EDITOR,
  { type: 'history', scroll: 0 },
  { type: 'filter' },
];

/** How it is looked at. */
const ways: readonly Partial<UiState>[] = [
  {},
  { preview: { up: 0 } },
  { zoom: true },
  { zoom: true, preview: { up: 0 } },
];

const views: readonly (readonly [PanelId, Modal | null])[] = [
  ...panels.map((panel) => [panel.id, null] as const),
  ...modals.map((modal) => ['hits', modal] as const),
];

describe('sessions, the active account, the cooldown and the suspected hits are always in sight', () => {
  for (const [name, snapshot] of Object.entries(states)) {
    for (const [cols, rows] of sizes) {
      test(`${name} ${cols}x${rows}`, () => {
        const some = views.flatMap((view) =>
          view[1] === null ? ways.map((way) => [...view, way] as const) : [[...view, {}] as const],
        );
        for (const [focus, modal, way] of some) {
          const ui = { ...initialUi(focus), modal, ...way };
          const lines = draw(snapshot, cols, rows, { ui }).split('\n');
          const where = `focus ${focus}, modal ${modal?.type ?? 'none'}, ${JSON.stringify(way)}`;
          expect(lines.length, where).toBe(rows);
          expect(lines[0], where).toContain(`active ${snapshot.activeAccount ?? 'none'}`);
          expect(lines[0], where).toMatch(/cooldown .*(\d\d:\d\d|ready)/);
          const first = snapshot.sessions[0]?.name ?? 'No sessions';
          expect(lines.join('\n'), where).toContain(first.slice(0, 12));
          const newest = snapshot.hits.length === 0 ? 'None.' : /\d\d:\d\d(?::\d\d)? {2,3}ccl-/;
          expect(
            lines.slice(1).some((line) => line.match(newest) !== null),
            where,
          ).toBe(true);
        }
      });
    }
  }
});
