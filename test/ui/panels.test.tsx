import { Box, renderToString } from 'ink';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { mainBindings, panelKey } from '../../src/ui/keys/main.js';
import { panelOf, panels } from '../../src/ui/panels/index.js';
import { titleOf } from '../../src/ui/panels/panel.js';
import { viewOf } from './draw.js';
import { states } from './snapshots.js';

describe('the registry', () => {
  test('names, keys and titles are unique and no key is taken twice', () => {
    for (const part of ['id', 'key', 'title'] as const) {
      const all = panels.map((panel) => panel[part]).filter((value) => value !== null);
      expect(new Set(all).size).toBe(all.length);
    }
    const keys = mainBindings.flatMap((binding) => binding.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('the keys are digits that rise, in the order of Tab', () => {
    const keys = panels.flatMap((panel) => panel.key ?? []);
    expect(keys.every((key) => /^[1-9]$/.test(key))).toBe(true);
    expect(keys).toEqual([...new Set(keys)].sort());
    // Without a digit only when none is left above the last one's.
    if (keys.length < panels.length) expect(keys.at(-1)).toBe('9');
  });

  test('one for which no digit is left is reached by Tab, which the help says', () => {
    const [first] = panels;
    if (first === undefined) throw new Error('there is no panel');
    const binding = panelKey({ ...first, id: 'events', key: null, title: 'Limits' });
    expect(binding).toMatchObject({ keys: [], help: `Limits, by Tab: ${first.help}` });
    expect([titleOf(first), titleOf({ key: null, title: 'Limits' })]).toEqual(['1 Sessions', 'Limits']);
  });
});

describe.each(panels.map((panel) => [panel.id, panel] as const))('panel %s', (id, panel) => {
  test('is found by its name and explains itself', () => {
    expect(panelOf(id)).toBe(panel);
    expect(panel.help).toMatch(/^[A-Z].{15,}\.$/s);
  });

  test.each(Object.entries(states))('keeps to every size in state %s', (_name, snapshot) => {
    const view = viewOf(snapshot);
    const items = panel.items(snapshot);
    expect(new Set(items).size).toBe(items.length);
    const on = items.map((item) => panel.session?.(snapshot, item)).filter((one) => one !== undefined);
    expect(snapshot.sessions).toEqual(expect.arrayContaining(on));
    expect(panel.wants(snapshot)).toBeGreaterThan(0);
    for (const [width, rows] of [
      [35, 1],
      [35, 4],
      [56, 1],
      [56, 3],
      [76, 5],
      [116, 9],
      [296, 60],
    ] as const) {
      for (const selected of new Set([-1, 0, items.length - 1])) {
        const drawn = renderToString(
          <Box flexDirection="column" width={width}>
            <panel.View view={view} width={width} rows={rows} focused selected={selected} />
          </Box>,
          { columns: width },
        );
        const lines = drawn.split('\n');
        expect(lines.length).toBeLessThanOrEqual(rows);
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      }
    }
  });
});
