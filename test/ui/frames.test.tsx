import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { NEW_EDITOR } from '../../src/ui/editor-state.js';
import { screenRows } from '../../src/ui/text/styled.js';
import { initialUi, type Modal, type UiState } from '../../src/ui/ui-state.js';
import { rowsOf } from '../support/headless-terminal.js';
import type { DrawOptions } from './draw.js';
import { expectWhole } from './painted/facts.js';
import { FRAMES, leftOver, REWRITES } from './painted/golden.js';
import { paint, screenProps } from './painted/paint.js';
import { AGENT_SCREEN } from './seen.js';
import { sizes, states, suspected, swap, troubled } from './snapshots.js';

const names = new Set<string>();

/** A whole screen as text, beside its golden. Each panel with its styles: `goldens.test.tsx`. */
function frame(name: string, ...[snapshot, cols, rows, options]: Parameters<typeof paint>): void {
  names.add(`${name}.txt`);
  test(name, async () => {
    const painted = await paint(snapshot, cols, rows, options);
    expectWhole(painted, screenProps(snapshot, cols, rows, options));
    const text = `${rowsOf(painted).join('\n').trimEnd()}\n`;
    const path = `${FRAMES}${name}.txt`;
    if (REWRITES) writeFileSync(path, text);
    expect(existsSync(path), `no frame ${name}: npm run goldens makes it`).toBe(true);
    expect(text).toBe(readFileSync(path, 'utf8'));
  });
}

const previewed: DrawOptions['preview'] = {
  session: 'ccl-1-conformvault',
  up: 0,
  screen: { type: 'here', what: screenRows(AGENT_SCREEN, false) },
};

const withModal = (modal: Modal, focus: UiState['focus'] = 'sessions'): DrawOptions => ({
  ui: { ...initialUi(focus), modal },
});

/** Where parts of the screen give each other place. */
const views: Readonly<Record<string, DrawOptions>> = {
  help: withModal({ type: 'help', scroll: 0 }),
  'swap-picker': withModal({ type: 'swap', picked: 'team', asked: true }),
  quit: withModal({ type: 'ask', question: 'quit' }),
  'new-task': withModal(NEW_EDITOR, 'queue'),
  'hits-focused': { ui: initialUi('hits') },
  ascii: { ascii: true },
  preview: { ui: { ...initialUi('sessions'), preview: { up: 0 } }, preview: previewed },
  'preview-zoomed': {
    ui: { ...initialUi('preview'), preview: { up: 0 }, zoom: true },
    preview: { ...previewed, up: 3 },
  },
  'queue-zoomed': { ui: { ...initialUi('queue'), zoom: true } },
  'filter-typed': { ui: { ...initialUi('queue'), filter: 'rename', modal: { type: 'filter' } } },
};

describe('golden frames', () => {
  for (const [name, snapshot] of Object.entries(states))
    for (const [cols, rows] of sizes)
      frame(`${name}.${cols}x${rows}`, snapshot, cols, rows, { preview: previewed });

  for (const [name, options] of Object.entries(views)) {
    frame(`with-${name}.60x15`, suspected, 60, 15, options);
    frame(`with-${name}.120x40`, suspected, 120, 40, options);
  }

  for (const [cols, rows] of sizes) {
    const ui = initialUi('queue');
    frame(`with-troubled-queue.${cols}x${rows}`, troubled, cols, rows, { ui });
  }

  frame('tiny.50x10', swap, 50, 10);

  test('none is left over', () => {
    expect(leftOver('', names)).toEqual([]);
  });
});
