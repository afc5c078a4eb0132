import { Box } from 'ink';
import { Fragment } from 'react';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { glyphsFor } from '../../src/ui/glyphs.js';
import { type ColorLevel, type ThemeName, themeOf } from '../../src/ui/theme.js';
import { type Painted, rowsOf } from '../support/headless-terminal.js';
import type { DrawOptions } from './draw.js';
import { expectClosed } from './painted/facts.js';
import { goldenFile, leftOver, REWRITES, rewrite } from './painted/golden.js';
import { inMono, LETTERS_KEY, lettered, type Swatch, swatchOf } from './painted/letters.js';
import { canvas, screenProps } from './painted/paint.js';
import { partOf } from './painted/parts.js';
import { type Scene, scenes } from './painted/scenes.js';

const SIZES = [
  [60, 15],
  [80, 24],
  [120, 36],
  [200, 60],
] as const;
const DEPTHS = ['no colours', '16 colours', '256 colours', 'truecolor'] as const;
const DRAWN_AS: readonly (readonly [ThemeName, ColorLevel])[] = [
  ['dark', 3],
  ['dark', 2],
  ['dark', 1],
  ['light', 3],
  ['light', 2],
  ['light', 1],
  ['either', 3],
  ['terminal', 1],
  ['none', 0],
];
/** Where it is drawn in ASCII too. */
const ASCII_COLS = 80;

let swatches: { readonly dark: Swatch; readonly light: Swatch };
beforeAll(async () => {
  swatches = { dark: await swatchOf('dark'), light: await swatchOf('light') };
});

/** The part in each of these looks, drawn at once, one below the other: a flush takes longer than a drawing. */
async function painted(scene: Scene, [cols, rows]: (typeof SIZES)[number], looks: readonly DrawOptions[]) {
  const parts = looks.flatMap((look) => {
    const options = { ...scene.options(look.ascii === true), ...look };
    return partOf(scene.part, screenProps(scene.snapshot, cols, rows, options)) ?? [];
  });
  const [first] = parts;
  if (first === undefined) throw new Error('a screen of this size has no place for it');
  const { width, height } = first;
  const on = canvas(width, height * parts.length);
  const { cells, cursor, overflowed } = await on.show(
    <Box width={width} height={height * parts.length} flexDirection="column">
      {parts.map(({ element }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: nothing moves
        <Fragment key={index}>{element}</Fragment>
      ))}
    </Box>,
  );
  on.end();
  expect(overflowed).toBe(false);
  return looks.map(({ ascii = false }, index): Painted => {
    const own = cells.slice(index * height, (index + 1) * height);
    if (scene.part !== 'bars') expectClosed(own, { x: 0, y: 0, width, height }, glyphsFor(ascii));
    return { cells: own, cursor, overflowed };
  });
}

/** Text and styles as a person can read them in a diff; what must hold of every drawing is checked on the way. */
function golden(dark: Painted | undefined, light: Painted | undefined, mono?: Painted): string {
  if (!dark || !light) throw new Error('it was not drawn');
  const texts = rowsOf(dark);
  expect(rowsOf(light)).toEqual(texts);
  if (mono !== undefined) {
    expect(rowsOf(mono)).toEqual(texts);
    const styles = dark.cells.map((row) =>
      row.map(({ text, style }) => text.trim() && inMono(style, swatches.dark)),
    );
    expect(mono.cells.map((row) => row.map(({ text, style }) => text.trim() && style))).toEqual(styles);
  }
  const { rows, others } = lettered(
    { swatch: swatches.dark, cells: dark.cells },
    { swatch: swatches.light, cells: light.cells },
  );
  const { cursor } = dark;
  return [
    ...texts,
    '-- styles',
    ...rows,
    ...others.map(([letter, style]) => `-- ${letter} is ${style}`),
    ...(cursor === null ? [] : [`-- cursor in row ${cursor.y + 1}, cell ${cursor.x + 1}`]),
  ]
    .join('\n')
    .trimEnd();
}

interface Drawing {
  readonly scene: Scene;
  readonly size: (typeof SIZES)[number];
  /** The sections of the file it fills: in ASCII too, or not. */
  readonly sections: readonly string[];
}

/** A scene at each size whose screen has a place for it. */
function drawingsOf(scene: Scene): readonly Drawing[] {
  return SIZES.flatMap((size) => {
    const [cols, rows] = size;
    const part = partOf(scene.part, screenProps(scene.snapshot, cols, rows, scene.options(false)));
    const name = `${scene.name}, ${cols}x${rows}`;
    if (part === null) return [];
    return [{ scene, size, sections: cols === ASCII_COLS ? [name, `${name}, ASCII`] : [name] }];
  });
}

async function goldensOf({ scene, size, sections }: Drawing): Promise<readonly string[]> {
  const themed: readonly DrawOptions[] = [{ theme: 'dark' }, { theme: 'light' }];
  if (sections.length === 1) {
    const [dark, light] = await painted(scene, size, themed);
    return [golden(dark, light)];
  }
  const more = themed.map((look) => ({ ...look, ascii: true }));
  const [dark, light, mono, ascii, asciiLight] = await painted(scene, size, [
    ...themed,
    { theme: 'none' },
    ...more,
  ]);
  return [golden(dark, light, mono), golden(ascii, asciiLight)];
}

describe.each(Object.entries(scenes))('%s', (file, all) => {
  const path = `parts/${file}.txt`;
  const kept = goldenFile(path);
  const drawn = new Map<string, string>();
  const drawings = all.flatMap(drawingsOf);
  const names = drawings.flatMap(({ sections }) => sections);

  for (const drawing of drawings) {
    test(drawing.sections[0] ?? '', async () => {
      const found = await goldensOf(drawing);
      for (const [index, name] of drawing.sections.entries()) {
        drawn.set(name, found[index] ?? '');
        if (!REWRITES) expect(found[index], `${path}: npm run goldens rewrites it`).toBe(kept.read(name));
      }
    });
  }

  test('no drawing is left over', () => {
    if (!REWRITES) expect(kept.sections()).toEqual(names);
  });

  afterAll(() => {
    const text = (name: string): string => drawn.get(name) ?? kept.read(name) ?? '';
    if (REWRITES)
      rewrite(path, `${file}, drawn alone. ${LETTERS_KEY}`, new Map(names.map((name) => [name, text(name)])));
  });
});

test('the tones of each theme', () => {
  const path = 'parts/tones.txt';
  const now = new Map(
    DRAWN_AS.map(([name, level]) => [
      `${name}, ${DEPTHS[level]}`,
      JSON.stringify(themeOf(name, level), null, 1),
    ]),
  );
  if (REWRITES) rewrite(path, 'What the letters stand for.', now);
  else for (const [name, text] of now) expect(goldenFile(path).read(name)).toBe(text);
});

test('no file is left over', () => {
  const files = [...Object.keys(scenes), 'tones'].map((file) => `${file}.txt`);
  expect(leftOver('parts', new Set(files))).toEqual([]);
});
