import { Box, renderToString } from 'ink';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { mainBindings } from '../../src/ui/keys/main.js';
import { panelOf, panels } from '../../src/ui/panels/index.js';
import { viewOf } from './draw.js';
import { states } from './snapshots.js';

describe('the registry', () => {
  test('names, keys and titles are unique and no key is taken twice', () => {
    for (const part of ['id', 'key', 'title'] as const) {
      const all = panels.map((panel) => panel[part]);
      expect(new Set(all).size).toBe(all.length);
    }
    const keys = mainBindings.flatMap((binding) => binding.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('the keys are digits that rise, in the order of Tab', () => {
    const keys = panels.map((panel) => panel.key);
    expect(keys.every((key) => /^[1-9]$/.test(key))).toBe(true);
    expect(keys).toEqual([...new Set(keys)].sort());
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
