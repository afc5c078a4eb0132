import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { initialUi, type Modal, type UiState } from '../../src/ui/ui-state.js';
import { type DrawOptions, draw } from './draw.js';
import { sizes, states, suspected, swap } from './snapshots.js';

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
    'hits-focused': { ui: initialUi('hits') },
    'accounts-focused': { ui: initialUi('accounts') },
    'events-focused': { ui: initialUi('events') },
    ascii: { ascii: true },
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

  test('one line below 60 columns', () => {
    expectFrame('tiny.50x10', draw(swap, 50, 10));
  });
});
