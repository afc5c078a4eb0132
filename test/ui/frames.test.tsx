import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type EditorState, NEW_EDITOR, reduceEditor } from '../../src/ui/editor-state.js';
import { screenRows } from '../../src/ui/text/styled.js';
import { initialUi, type Modal, type UiState } from '../../src/ui/ui-state.js';
import { type DrawOptions, draw } from './draw.js';
import { AGENT_SCREEN, past } from './seen.js';
import { sizes, states, suspected, swap, troubled } from './snapshots.js';

const FRAMES = fileURLToPath(new URL('../../fixtures/frames/', import.meta.url));

/** Compares with the kept frame; `UPDATE=1` rewrites it, and the diff is what one reads. */
function expectFrame(name: string, frame: string): void {
  const path = `${FRAMES}${name}.txt`;
  if (process.env.UPDATE === '1') {
    mkdirSync(FRAMES, { recursive: true });
    writeFileSync(path, `${frame}\n`);
  }
  expect(existsSync(path), `no frame ${name}: run with UPDATE=1`).toBe(true);
  expect(`${frame}\n`).toBe(readFileSync(path, 'utf8'));
}

const TASK = `---
priority: 17
---
Write tests for the invoice totals, also for 日本語 names; then look at each rounding rule that the README names, and run them all.
	and the rest`;

const written = reduceEditor(NEW_EDITOR, { type: 'text', edit: { type: 'insert', text: TASK } });
const refused: EditorState = {
  ...(written ?? NEW_EDITOR),
  trouble: 'priority: 17 must lie between 0 and 9. Mend it and add the task again.',
};

const previewed: DrawOptions['preview'] = {
  session: 'ccl-1-conformvault',
  up: 0,
  screen: { type: 'here', what: screenRows(AGENT_SCREEN, false) },
};

describe('golden frames', () => {
  for (const [name, snapshot] of Object.entries(states)) {
    for (const [cols, rows] of sizes) {
      test(`${name} ${cols}x${rows}`, () => {
        expectFrame(`${name}.${cols}x${rows}`, draw(snapshot, cols, rows));
      });
    }
  }

  const withModal = (modal: Modal, focus: UiState['focus'] = 'sessions'): DrawOptions => ({
    ui: { ...initialUi(focus), modal },
  });
  const more: Readonly<Record<string, DrawOptions>> = {
    help: withModal({ type: 'help', scroll: 0 }),
    'swap-picker': withModal({ type: 'swap', picked: 'team', asked: true }),
    'mode-picker': withModal({ type: 'mode', picked: 'confirm' }),
    why: withModal({ type: 'why', of: 'hit', id: 'h1', scroll: 0 }, 'hits'),
    quit: withModal({ type: 'ask', question: 'quit' }),
    'task-why': withModal({ type: 'why', of: 'task', id: 'rename-the-invoice-module', scroll: 0 }, 'queue'),
    cancel: withModal({ type: 'ask', question: 'cancel', task: 'migrate-schema' }, 'queue'),
    retry: withModal({ type: 'ask', question: 'retry', task: 'migrate-schema' }, 'queue'),
    'new-task': withModal(NEW_EDITOR, 'queue'),
    'task-refused': withModal(refused, 'queue'),
    'hits-focused': { ui: initialUi('hits') },
    'accounts-focused': { ui: initialUi('accounts') },
    'queue-focused': { ui: initialUi('queue') },
    'queue-ascii': { ui: initialUi('queue'), ascii: true },
    'events-focused': { ui: initialUi('events') },
    ascii: { ascii: true },
    preview: { ui: { ...initialUi('sessions'), preview: { up: 0 } }, preview: previewed },
    'preview-zoomed': {
      ui: { ...initialUi('preview'), preview: { up: 0 }, zoom: true },
      preview: { ...previewed, up: 3 },
    },
    'queue-zoomed': { ui: { ...initialUi('queue'), zoom: true } },
    'hits-zoomed-ascii': { ui: { ...initialUi('hits'), zoom: true }, ascii: true },
    filter: { ui: { ...initialUi('sessions'), filter: 'API work' } },
    'filter-typed': { ui: { ...initialUi('queue'), filter: 'rename', modal: { type: 'filter' } } },
    'filter-empty': { ui: { ...initialUi('sessions'), filter: 'no such words' } },
    history: { ...withModal({ type: 'history', scroll: 0 }), past: { type: 'here', what: past } },
    'swap-chosen': withModal({ type: 'swap', picked: 'personal', asked: false }),
  };
  for (const [name, options] of Object.entries(more)) {
    for (const [cols, rows] of [
      [60, 15],
      [120, 40],
    ] as const) {
      test(`${name} ${cols}x${rows}`, () => {
        expectFrame(`with-${name}.${cols}x${rows}`, draw(suspected, cols, rows, options));
      });
    }
  }

  for (const [cols, rows] of sizes) {
    test(`troubled, queue focused ${cols}x${rows}`, () => {
      const ui = initialUi('queue');
      expectFrame(`with-troubled-queue.${cols}x${rows}`, draw(troubled, cols, rows, { ui }));
    });
  }

  test('all warnings, whole', () => {
    const options = withModal({ type: 'needs', scroll: 0 });
    expectFrame('with-warnings.60x15', draw(troubled, 60, 15, options));
    expectFrame('with-warnings.120x40', draw(troubled, 120, 40, options));
  });

  test('one line below 60 columns', () => {
    expectFrame('tiny.50x10', draw(swap, 50, 10).trimEnd());
  });
});
