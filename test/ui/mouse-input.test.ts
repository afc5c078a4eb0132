import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mouseInput } from '../../src/ui/mouse/input.js';
import { readKeys } from '../../src/ui/mouse/paste.js';
import { NO_TAIL, type Report } from '../../src/ui/mouse/reports.js';

const ESC = '\u001b';

/** What is handed on and what is told when it comes in these chunks. */
function read(...chunks: readonly string[]) {
  let tail = NO_TAIL;
  let text = '';
  const reports: Report[] = [];
  for (const chunk of chunks) {
    const { pieces, tail: left } = readKeys(tail, chunk);
    tail = left;
    for (const piece of pieces) {
      if ('text' in piece) text += piece.text;
      else reports.push(piece.report);
    }
  }
  return { text, reports, held: tail.held };
}

const left = (x: number, y: number): Report => ({ button: 0, x, y, pressed: true });

describe('the reports of the mouse', () => {
  test('are told by cell from the upper left', () => {
    const { text, reports } = read(`j${ESC}[<0;1;1Mk${ESC}[<0;1;1m${ESC}[<64;300;100M${ESC}[A`);
    expect(text).toBe(`jk${ESC}[A`);
    expect(reports).toEqual([
      left(0, 0),
      { ...left(0, 0), pressed: false },
      { button: 64, x: 299, y: 99, pressed: true },
    ]);
  });

  test('in any chunks are the same, and nothing of them is left for the keys', () => {
    const whole = `a${ESC}[<0;12;5M${ESC}[<65;12;5Mb${ESC}[1;5Cé漢`;
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: whole.length - 1 })), (cuts) => {
        const at = [0, ...[...cuts].sort((x, y) => x - y), whole.length];
        const chunks = at.slice(1).map((end, index) => whole.slice(at[index], end));
        const { text, reports, held } = read(...chunks);
        // An escape that was handed on is closed by an empty sequence, which is no key.
        expect(text.replaceAll(`${ESC}${ESC}[<m`, '')).toBe(`ab${ESC}[1;5Cé漢`);
        expect(reports).toEqual([left(11, 4), { ...left(11, 4), button: 65 }]);
        expect(held).toBe('');
      }),
    );
  });

  test.each([
    ['in the old form', [`x${ESC}[M !!y`], 'xy'],
    ['in the old form and two chunks', [`${ESC}[M`, ' !', '!y'], 'y'],
    ['that never end, before a key', [`${ESC}[<0;1`, 'j'], 'j'],
    ['that never end, before another sequence', [`${ESC}[<0;1`, `${ESC}[B`], `${ESC}[B`],
    ['that never end, before another report', [`${ESC}[<0;1${ESC}[<`, `${ESC}[A`], `${ESC}[A`],
    ['(no reports) answers about the background', [`x${ESC}]11;rgb:fdfd/f6f6/e3e3${ESC}\\y`], 'xy'],
    ['(no reports) such answers that end with a bell', [`${ESC}]11;rgb:00/00/00\u0007j`], 'j'],
    ['that are too long', [`${ESC}[<0;1234567;1Mj`], 'j'],
  ])('%s are swallowed', (_, chunks, text) => {
    expect(read(...chunks)).toMatchObject({ text, reports: [] });
  });

  test('an answer about the background is swallowed in any two chunks', () => {
    for (const end of ['\u0007', `${ESC}\\`]) {
      const answer = `${ESC}]11;rgb:1e1e/1e1e/1e1e${end}${ESC}[?62;22c`;
      for (let cut = 2; cut < answer.length; cut++)
        expect(read(`a${answer.slice(0, cut)}`, `${answer.slice(cut)}b`), `cut at ${cut}`).toEqual({
          // Ink knows the second one for no key.
          text: `a${ESC}[?62;22cb`,
          reports: [],
          held: '',
        });
    }
  });

  test('leave everything else as it came', () => {
    for (const chunks of [
      [ESC],
      [ESC, 'j'],
      [ESC, `${ESC}[A`],
      [ESC, '[', 'x'],
      [ESC, '[x'],
      [`${ESC}[`, 'A'],
      [`${ESC}[`, '200~a', `b${ESC}[201~`],
      [`${ESC}b`, '<0;1;1M', '[<0;1;1M'],
      [`${ESC}]`, '1', '2'],
      [ESC, ']', 'x'],
      [`${ESC}]0;title`, '\u0007'],
    ])
      expect(read(...chunks), JSON.stringify(chunks)).toEqual({
        text: chunks.join(''),
        reports: [],
        held: '',
      });
  });

  test('are text where they are pasted', () => {
    const pasted = `${ESC}[200~see ${ESC}[<0;1;1M and\n${ESC}[201~`;
    expect(read(`${pasted}j`)).toMatchObject({ text: `${pasted}j`, reports: [] });
    expect(read(pasted.slice(0, 12), pasted.slice(12, -2), pasted.slice(-2))).toMatchObject({
      text: pasted,
      reports: [],
    });
  });

  test('an escape typed by hand is a key at once, a bracket behind it with the next', () => {
    expect(read(ESC)).toEqual({ text: ESC, reports: [], held: '' });
    expect(read(ESC, '[').held).toBe('[');
  });
});

test('Ink reads the keys, and the reports come between them', () => {
  const order: string[] = [];
  const chunks = [`a${ESC}[<0;1;1Mb`, `${ESC}[<0;2`, ';2Mc', null];
  const stdin = { read: () => chunks.shift() ?? null, emit: () => true, isTTY: true, name: () => 'stream' };
  const input = mouseInput(stdin, () => () => undefined);
  const stop = input.listen(({ x }) => order.push(`report ${x}`));
  for (let text = input.stdin.read(); text !== null; text = input.stdin.read()) order.push(String(text));
  expect(order).toEqual(['a', 'report 0', 'b', 'report 1', 'c']);
  expect(input.stdin).toMatchObject({ isTTY: true });
  expect(input.stdin.name()).toBe('stream');
  stop();
  chunks.push(`${ESC}[<0;1;1M`, null);
  expect(input.stdin.read()).toBeNull();
  expect(order).toHaveLength(5);
});
