import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { planOf, Screen } from '../../src/ui/screen.js';
import { screenRows } from '../../src/ui/text/styled.js';
import { initialUi } from '../../src/ui/ui-state.js';
import { type Cell, headlessTerminal, textOf } from '../support/headless-terminal.js';
import { type PrivateTmux, privateTmux } from '../support/tmux.js';
import { until } from '../support/until.js';
import type { DrawOptions } from './draw.js';
import { expectWhole } from './painted/facts.js';
import { withoutColours } from './painted/letters.js';
import { canvas, screenProps } from './painted/paint.js';
import { normal } from './snapshots.js';

const COLS = 80;
const ROWS = 24;

let tmux: PrivateTmux;
beforeEach(async () => {
  tmux = await privateTmux();
});
afterEach(() => tmux.end());

/** What tmux tells of a pane in which a program has written this, as the supervisor asks for it. */
async function captured(bytes: string): Promise<string> {
  await writeFile(join(tmux.dir, 'bytes'), bytes);
  const pane = await tmux.start({
    cols: 80,
    rows: 20,
    argv: ['sh', '-c', 'cat ~/bytes; printf "\\033[0m\\nthe end\\n"; exec tail -f /dev/null'],
  });
  return until('the end of it', async () => {
    const screen = await tmux.tmux('capture-pane', '-e', '-p', '-t', pane);
    return screen.includes('the end') && screen;
  });
}

interface Seen {
  /** The rows inside of the preview's frame. */
  readonly inside: readonly (readonly Cell[])[];
  /** All other cells of the screen. */
  readonly outside: readonly (readonly Cell[])[];
  readonly title: string;
  readonly answers: string;
}

/** The dashboard with the preview open over what a pane told. */
async function seen(raw: string, theme: DrawOptions['theme'] = 'dark'): Promise<Seen> {
  const screen = { type: 'here', what: screenRows(raw, false) } as const;
  const props = screenProps(normal, COLS, ROWS, {
    ui: { ...initialUi('preview'), preview: { up: 0 } },
    preview: { session: 'ccl-1', up: 0, screen },
    theme: theme ?? 'dark',
  });
  const on = canvas(COLS, ROWS);
  const painted = await on.show(<Screen {...props} />);
  const { title, answers } = on.heard();
  on.end();
  expectWhole(painted, props);
  const place = planOf(props).places?.panels.preview;
  if (place === undefined) throw new Error('the preview has no place');
  const { x, y, width, height } = place;
  const isIn = (row: number): boolean => row > y && row < y + height - 1;
  return {
    inside: painted.cells.filter((_, row) => isIn(row)).map((row) => row.slice(x + 2, x + width - 2)),
    outside: painted.cells.map((row, at) =>
      isIn(at) ? [...row.slice(0, x + 2), ...row.slice(x + width - 2)] : row,
    ),
    title,
    answers,
  };
}

/** A screen as a terminal of its own would show it. */
async function shownBy(bytes: string): Promise<readonly (readonly Cell[])[]> {
  const terminal = headlessTerminal(80, 20);
  await terminal.write(bytes);
  return terminal.painted().cells;
}

const trimmed = (rows: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] =>
  rows.map((row) => row.slice(0, row.findLastIndex(({ text, style }) => text !== ' ' || style !== '') + 1));

const COLOURED = [
  '\u001b[31mred\u001b[91mbright\u001b[42mon green\u001b[0m plain',
  '\u001b[38;5;208morange\u001b[48;5;17mon blue\u001b[0m',
  '\u001b[38;2;215;119;87mtrue\u001b[48;2;1;2;3mcolour\u001b[0m',
  '\u001b[1mbold\u001b[22m \u001b[2mdim\u001b[22m \u001b[3mitalic\u001b[23m \u001b[4munder\u001b[24m \u001b[7mreverse\u001b[27m \u001b[9mstruck\u001b[0m',
  '\u001b[1;3;4;38;5;99mall at once\u001b[0m',
  '\u001b[1;32m●\u001b[0m 日本語 \u001b[33m請求書\u001b[0m x\u0301 ─ │',
].join('\r\n');

describe('the preview keeps what an agent’s screen looks like', () => {
  test('16 colours, 256, all of them, and every attribute, cell for cell', async () => {
    const { inside } = await seen(await captured(COLOURED));
    const own = trimmed(await shownBy(COLOURED)).slice(0, 6);
    expect(trimmed(inside).slice(0, 6)).toEqual(own);
    expect(new Set(own.flat().map(({ style }) => style)).size).toBeGreaterThan(14);
  });

  test('the colours are the same in the light theme, and none without colours', async () => {
    const raw = await captured(COLOURED);
    expect((await seen(raw, 'light')).inside).toEqual((await seen(raw)).inside);
    const { inside } = await seen(raw, 'none');
    expect(inside.map(textOf)).toEqual((await seen(raw)).inside.map(textOf));
    for (const { style } of inside.flat()) expect(style).not.toMatch(/[34]8;/);
  });
});

/** As SGR counts. */
const BLINKS = '5';
const HIDDEN = '8';

const HOSTILE: Readonly<Record<string, string>> = {
  'a title': '\u001b]0;evil\u0007',
  'a title of eight bits': '\u009d0;evil\u009c',
  'the clipboard': '\u001b]52;c;ZXZpbA==\u0007',
  'a link': '\u001b]8;;https://evil.example\u001b\\text\u001b]8;;\u001b\\',
  'a device control string': '\u001bPq#0;2;0;0;0#0~~\u001b\\',
  'a request for the version': '\u001b[>q\u001b[c\u001b[6n\u001bP+q544e\u001b\\',
  'the cursor moved': '\u001b[1;1HX\u001b[99;99HY\u001b[10AZ',
  'a wiped screen': '\u001b[2J\u001b[3J\u001bc\u001b[!p',
  'the other screen': '\u001b[?1049h\u001b[?25h\u001b[?1000h\u001b[?2004l',
  'a region and an origin': '\u001b[2;5r\u001b[?6h\u001b[5S\u001bM',
  'controls of eight bits': '\u009b2J\u008d\u0084\u0085\u0090evil\u009c',
  'a blink and what is hidden': '\u001b[5mblinks\u001b[8msecret\u001b[0m',
  'letters from the right': '\u202eevil\u2066\u2069 \u200fא\u200e',
  'characters that are not to be seen': '\u200b\u2060\ufeff\u{e0041}\ue000\u0000\u0008\u007f',
  'a style that never ends': '\u001b[41;1;4;7mon and on',
  'a sequence that never ends': 'cut \u001b]0;evil',
  'a row that is far too long': `${'wide '.repeat(200)}${'宽'.repeat(200)}`,
};

describe('the preview lets nothing out', () => {
  test.each(Object.entries(HOSTILE))('%s', async (_name, bytes) => {
    const calm = await seen('before\n\nafter');
    for (const raw of [`before\n${bytes}\nafter`, bytes.repeat(3)]) {
      const { inside, outside, title, answers } = await seen(raw);
      expect(outside).toEqual(calm.outside);
      expect([title, answers]).toEqual(['', '']);
      const text = inside.map(textOf).join('\n');
      // Of the letters from the right only their order is gone, not themselves.
      if (!bytes.startsWith('\u202e')) expect(text).not.toMatch(/evil|secret/);
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u);
      const flags = new Set(inside.flat().flatMap(({ style }) => withoutColours(style).split(';')));
      expect([...flags].filter((flag) => flag === BLINKS || flag === HIDDEN)).toEqual([]);
    }
  });

  test('nor what comes by a real tmux', async () => {
    const calm = await seen('');
    const { outside, title } = await seen(await captured(Object.values(HOSTILE).join('\r\n')));
    expect(outside).toEqual(calm.outside);
    expect(title).toBe('');
  });
});
