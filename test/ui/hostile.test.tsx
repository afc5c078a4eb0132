import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../src/core/snapshot.js';
import { NEW_EDITOR, reduceEditor } from '../../src/ui/editor-state.js';
import { panels } from '../../src/ui/panels/index.js';
import { plain } from '../../src/ui/text/plain.js';
import { screenRows } from '../../src/ui/text/styled.js';
import { initialUi, type Modal } from '../../src/ui/ui-state.js';
import { draw } from './draw.js';
import { screens, snapshots, text, ways } from './hostile-snapshots.js';

const size = fc.oneof(
  fc.record({ cols: fc.integer({ min: 60, max: 130 }), rows: fc.integer({ min: 15, max: 45 }) }),
  fc.record({ cols: fc.integer({ min: 1, max: 300 }), rows: fc.integer({ min: 1, max: 100 }) }),
);
const modals = fc.constantFrom<(Modal | null)[]>(
  null,
  null,
  { type: 'help', scroll: 7 },
  { type: 'why', of: 'session', id: 's0', scroll: 1 },
  { type: 'why', of: 'hit', id: 'h0', scroll: 0 },
  { type: 'swap', picked: 'team', asked: false },
  { type: 'mode', picked: 'observe' },
  { type: 'ask', question: 'quit' },
  { type: 'needs', scroll: 2 },
  { type: 'history', scroll: 0 },
  { type: 'filter' },
);

/** A modal about a task, which is known by its id, and an editor over hostile text. */
function ownModals(snapshot: Snapshot, typed: string): readonly Modal[] {
  const id = snapshot.queue.tasks[0]?.id ?? 'gone';
  const written = reduceEditor(NEW_EDITOR, { type: 'text', edit: { type: 'insert', text: typed } });
  return [
    { type: 'why', of: 'task', id, scroll: 0 },
    { type: 'ask', question: 'cancel', task: id },
    { type: 'ask', question: 'release', task: id },
    ...(written === null ? [] : [written, { ...written, trouble: typed }]),
  ];
}

// A frame may hold no control, bidi or private character at all.
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u;

describe('whatever the texts are', () => {
  test('no frame is wider or higher than the screen, and none holds a control character', () => {
    fc.assert(
      fc.property(
        snapshots,
        size,
        fc.constantFrom(...panels.map((panel) => panel.id)),
        modals,
        fc.boolean(),
        fc.tuple(text, text, fc.nat()),
        fc.tuple(ways, screens),
        (snapshot, { cols, rows }, focus, some, ascii, [one, two, pick], [way, screen]) => {
          const own = ownModals(snapshot, `${one}\n${two}${one}`);
          const modal = some ?? (pick % 3 === 0 ? null : (own[pick % own.length] ?? null));
          const flash = pick % 5 === 0 ? { text: one, tone: 'warn' as const } : null;
          const ui = { ...initialUi(focus), modal, flash, ...way };
          const shot = { type: 'here', what: screenRows(screen, ascii) } as const;
          const preview =
            way.preview === null ? null : { session: plain(one, ascii), up: way.preview.up, screen: shot };
          const lines = draw(snapshot, cols, rows, { ui, ascii, theme: 'none', preview }).split('\n');
          expect(lines.length).toBeLessThanOrEqual(rows);
          for (const line of lines) {
            expect(stringWidth(line)).toBeLessThanOrEqual(cols);
            expect(line).not.toMatch(FORBIDDEN);
            if (ascii) expect(line).toMatch(/^[\x20-\x7e]*$/);
          }
        },
      ),
      // Shrinking whole snapshots takes minutes and tells little more.
      { numRuns: 90, endOnFailure: true },
    );
  });

  test('every frame keeps its borders in line', () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        const lines = draw(snapshot, 120, 40).split('\n');
        for (const line of lines.slice(2, 39)) {
          expect(stringWidth(line)).toBe(120);
          expect(line).toMatch(/^[╭│╰].*[╮│╯]$/u);
        }
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });
});
