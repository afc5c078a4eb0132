import { describe, expect, test } from 'vitest';
import { NEW_EDITOR } from '../../src/ui/editor-state.js';
import { initialUi, type Modal } from '../../src/ui/ui-state.js';
import { asksWhole } from '../../src/ui/widgets/one-line.js';
import { draw, viewOf } from './draw.js';
import { ABLE, press } from './press.js';
import { normal, proposal, suspected, troubled } from './snapshots.js';

const LARGER = 'make the window larger for that';
const start = initialUi('sessions');

/** Keys on a screen of one line, so wide. */
function small(
  snapshot: Parameters<typeof press>[0],
  keys: readonly string[],
  cols = 50,
  modal: Modal | null = null,
) {
  const shows = (question: Parameters<typeof asksWhole>[0]) => asksWhole(question, viewOf(snapshot), cols);
  return press(snapshot, keys, { ...start, modal }, ABLE, { shows });
}

function lineOf(modal: Modal, cols: number): string {
  return draw(suspected, cols, 8, { ui: { ...start, modal } }).trim();
}

const ASK = { type: 'ask', question: 'dismiss-all' } as const;
const FORCED = { type: 'swap', picked: 'team', asked: true } as const;

describe('on a screen of one line', () => {
  test('is said who asks, who is parked and what is to be mended', () => {
    const line = (snapshot: typeof normal) => draw(snapshot, 58, 8).trim();
    expect(line(normal)).toMatch(/ 5 sess {2}1 asks/);
    expect(line(troubled)).toMatch(/ 1 parked {2}2 warnings/);
    expect(line({ ...normal, needs: ['the link is missing'] })).toContain('needs you');
    expect(line(suspected)).toContain('1 open hit');
  });

  test.each(['s', 'S', 'm', 'd', 'u', 'p', 'a', '?', 'H', 'w', 'enter', '/'])(
    '%s orders and opens nothing, and says so',
    (key) => {
      const { sent, ui } = small(suspected, [key]);
      expect(sent).toEqual([]);
      expect(ui.modal).toBeNull();
      expect(ui.flash).not.toBeNull();
    },
  );

  test('a swap that is proposed is neither agreed to nor turned down', () => {
    for (const key of ['y', 'n']) {
      expect(small(proposal, [key]).sent).toEqual([]);
      expect(small(proposal, [key]).ui.flash?.text).toBe(LARGER);
    }
    expect(press(proposal, ['y']).sent).toHaveLength(1);
  });

  test('a question is asked, and answered, where it can be read whole', () => {
    expect(small(suspected, ['D', 'y'], 50).sent).toEqual([{ type: 'dismiss', hit: 'all' }]);
    expect(lineOf(ASK, 50)).toMatch(/^y\/n . Dismiss (?:the open hit|all \d+ open hits)\?/);
    expect(small(suspected, ['D', 'y'], 20).sent).toEqual([]);
    expect(small(suspected, ['D'], 20).ui.modal).toBeNull();
    const open = small(suspected, ['y'], 20, ASK);
    expect(open.sent).toEqual([]);
    expect(open.ui.modal).toEqual(ASK);
    expect(lineOf(ASK, 24)).toMatch(/^make the window larger/);
  });

  test('what was open before the window was small is left by Esc and does nothing', () => {
    for (const modal of [FORCED, { type: 'mode', picked: 'observe' } as const]) {
      for (const key of ['enter', 'y', 'j']) {
        const { sent, ui } = small(normal, [key], 58, modal);
        expect(sent).toEqual([]);
        expect(ui.modal).toEqual(modal);
      }
      expect(small(normal, ['escape'], 58, modal).ui.modal).toBeNull();
      expect(lineOf(modal, 58)).toMatch(/^make the window larger or leave by Esc/);
    }
    const typed = small(normal, ['h', 'i'], 58, NEW_EDITOR);
    expect(small(normal, ['ctrl-s'], 58, typed.ui.modal).intents).toEqual([]);
    const left = small(normal, ['escape'], 58, typed.ui.modal);
    expect(left.ui.modal).toMatchObject({ phase: 'leaving' });
    expect(lineOf(left.ui.modal as Modal, 58)).toBe('y/n Throw away what you typed?');
    expect(small(normal, ['y'], 58, left.ui.modal).ui.modal).toBeNull();
  });

  test('quitting and stopping work at any width, the one with its question', () => {
    expect(small(normal, ['q', 'y'], 5).intents).toEqual([{ type: 'quit' }]);
    expect(small(normal, ['ctrl-z'], 5).intents).toEqual([{ type: 'suspend' }]);
    expect(lineOf({ type: 'ask', question: 'quit' }, 30)).toMatch(/^y\/n . Quit\? Sessions/);
  });

  test('the answer to a key stands before the summary, until the next key', () => {
    const { flash } = small(suspected, ['p']).ui;
    expect(draw(suspected, 59, 8, { ui: { ...start, flash } }).trim()).toMatch(
      new RegExp(`^${LARGER}  .*active`),
    );
    expect(small(suspected, ['p', 'escape']).ui.flash).toBeNull();
  });
});
