import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { panels } from '../../src/ui/panels/index.js';
import { planOf, Screen } from '../../src/ui/screen.js';
import { plain } from '../../src/ui/text/plain.js';
import { screenRows } from '../../src/ui/text/styled.js';
import { initialUi } from '../../src/ui/ui-state.js';
import { type Painted, rowsOf, textOf } from '../support/headless-terminal.js';
import { type DrawOptions, draw } from './draw.js';
import { screens, snapshots, text, ways } from './hostile-snapshots.js';
import { expectWhole } from './painted/facts.js';
import { withoutColours } from './painted/letters.js';
import { canvas, screenProps } from './painted/paint.js';

const size = fc.record({ cols: fc.integer({ min: 60, max: 160 }), rows: fc.integer({ min: 15, max: 50 }) });
const focus = fc.constantFrom(...panels.map(({ id }) => id));

/** Where the columns of a list start, as its heading says; `AGE` is set at the right of its four cells. */
function columnsOf(heading: Painted['cells'][number]): readonly number[] {
  return heading.flatMap(({ text: char }, x) => {
    const before = textOf(heading.slice(x - 2, x));
    if (char === ' ' || before !== '  ') return [];
    return [textOf(heading.slice(x, x + 3)) === 'AGE' ? x - 1 : x];
  });
}

describe('on a terminal, whatever the texts are', () => {
  test('frames are closed, wide characters whole, columns in line; a repaint leaves nothing behind', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(snapshots, snapshots),
        size,
        focus,
        fc.boolean(),
        fc.tuple(ways, screens, text),
        async ([first, second], { cols, rows }, panel, ascii, [way, screen, name]) => {
          const shot = { type: 'here', what: screenRows(screen, ascii) } as const;
          const options: DrawOptions = {
            ui: { ...initialUi(panel), ...way },
            ascii,
            preview:
              way.preview === null ? null : { session: plain(name, ascii), up: way.preview.up, screen: shot },
          };
          const props = screenProps(first, cols, rows, { ...options, theme: 'dark' });
          const on = canvas(cols, rows);
          const dark = await on.show(<Screen {...props} />);
          expectWhole(dark, props);
          const lines = stripVTControlCharacters(draw(first, cols, rows, options)).split('\n');
          expect(rowsOf(dark)).toEqual(lines.map((line) => line.trimEnd()));
          const place = planOf(props).places?.panels.sessions;
          const [heading, ...list] = dark.cells
            .slice((place?.y ?? 0) + 1, (place?.y ?? 0) + (place?.height ?? 0) - 1)
            .map((row) => row.slice((place?.x ?? 0) + 1, (place?.x ?? 0) + (place?.width ?? 0) - 1));
          if (heading !== undefined && textOf(heading).includes('SESSION'))
            for (const row of list)
              for (const x of columnsOf(heading)) expect(textOf(row.slice(x - 2, x))).toBe('  ');
          const mono = await on.show(
            <Screen {...screenProps(first, cols, rows, { ...options, theme: 'none' })} />,
          );
          expect(rowsOf(mono)).toEqual(rowsOf(dark));
          for (const cell of mono.cells.flat()) expect(cell.style).toBe(withoutColours(cell.style));
          const next = screenProps(second, cols, rows, { ...options, theme: 'light' });
          const over = await on.show(<Screen {...next} />);
          on.end();
          const fresh = canvas(cols, rows);
          expect(over).toEqual(await fresh.show(<Screen {...next} />));
          fresh.end();
        },
      ),
      { numRuns: 14, endOnFailure: true },
    );
  });
});
