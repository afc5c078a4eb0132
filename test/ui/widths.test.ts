import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cellWidth } from '../../src/ui/text/cells.js';
import { plain } from '../../src/ui/text/plain.js';
import { type PrivateTmux, privateTmux } from '../support/tmux.js';
import { until } from '../support/until.js';

const MEASURE = fileURLToPath(new URL('fixture-widths.mjs', import.meta.url));
/** Past the last letters and signs; tags and private planes follow. */
const LAST = 0x323af;
/** Of these long blocks, all alike, one in so many. */
const STEP = 61;
const ALIKE = /[\u{3400}-\u{4dbf}\u{4e00}-\u{9fff}\u{ac00}-\u{d7a3}\u{17000}-\u{187f7}\u{20000}-\u{31fff}]/u;

let tmux: PrivateTmux;
let asked = 0;

beforeAll(async () => {
  tmux = await privateTmux();
  await tmux.start();
});
afterAll(() => tmux.end());

/** How many cells the real tmux takes for each. */
async function inTmux(texts: readonly string[]): Promise<readonly number[]> {
  asked += 1;
  const [from, to] = [join(tmux.dir, `texts-${asked}`), join(tmux.dir, `widths-${asked}`)];
  await writeFile(from, JSON.stringify(texts));
  await tmux.tmux('new-window', '-d', process.execPath, MEASURE, from, to);
  const widths = await until('the widths', () => readFile(to, 'utf8').catch(() => null), 20_000);
  return JSON.parse(widths) as number[];
}

/** Texts that tmux and we do not measure alike, with both widths. */
async function unlike(raw: readonly string[]): Promise<readonly string[]> {
  const texts = raw.map((text) => plain(text, false));
  const widths = await inTmux(texts);
  return texts.flatMap((text, index) =>
    widths[index] === cellWidth(text)
      ? []
      : [`${JSON.stringify(raw[index])}: ours ${cellWidth(text)}, tmux ${widths[index]}`],
  );
}

describe('what is drawn is as wide in tmux as we count', () => {
  test('every character, between others', async () => {
    const all: string[] = [];
    for (let code = 0xa0; code <= LAST; code++) {
      const char = String.fromCodePoint(code);
      if (!ALIKE.test(char) || code % STEP === 0) all.push(`a${char}b`);
    }
    expect(await unlike(all)).toEqual([]);
  });

  test.each([
    ['emoji', ['👨‍👩‍👧‍👦', '👍🏽', '🏽', '👩🏽‍💻', '🏳️‍🌈', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🩷', '🫨', '⌚', '⚡']],
    ['variation selectors', ['❤️', '❤', '✈️', '✔️', '☺️', '©️', '™', '⌚︎', '葛󠄀', '字︀']],
    ['keycaps and flags', ['1️⃣', '#⃣', '🇫🇷', '🇫', '🇫🇷🇯']],
    ['ambiguous ones', ['①', '㉈', '─', '●', '▸', '…', '→', '☰', '§', 'α', 'Я', '⎿', '⣿', '°']],
    [
      'marks',
      [
        'e\u0301',
        'e\u0301\u0302\u0303\u0304',
        '\u0301',
        'a\u20dd',
        'שָׁ',
        'لَا',
        'ก็',
        'กำ',
        'ກຳ',
        '\u200b',
        'a\u200db',
      ],
    ],
    [
      'Hangul in parts',
      ['각', '\u1100\u1161', '\u1161', '\u11a8', '\u1100\u1100', '\u3164', '\u115f\u1161', 'ﾠ'],
    ],
    ['conjuncts', ['क्षि', 'ন্ধ', 'நி', 'မြန်', 'ខ្មែរ', 'ൎക', 'ശ്രീ', '\u{111c2}a']],
    ['half and full width', ['ﾊﾟ', 'ｶﾞ', 'Ａ', '｡', '￥']],
  ])('%s, alone and between others', async (_name, texts) => {
    expect(
      await unlike(texts.flatMap((text) => [text, `a${text}b`, `${text}${text}`, `日${text}語`])),
    ).toEqual([]);
  });
});
