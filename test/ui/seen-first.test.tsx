import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../src/core/snapshot.js';
import { DAY, HOUR } from '../../src/core/time.js';
import { initialUi } from '../../src/ui/ui-state.js';
import { draw } from './draw.js';
import { hit } from './items.js';
import { normal } from './snapshots.js';
import { ago } from './times.js';

describe('what was on another day', () => {
  const old: Snapshot = {
    ...normal,
    hits: [
      hit('h', 'ccl-1', { suspectedAt: ago(26 * HOUR) }),
      hit('i', 'ccl-2', { suspectedAt: ago(9 * DAY) }),
    ],
    events: [{ at: ago(26 * HOUR), level: 'info', text: 'something of yesterday' }],
  };

  test('does not pass for today', () => {
    const wide = draw(old, 120, 40);
    expect(wide).toMatch(/Sat 19:04 +ccl-1 /);
    expect(wide).toMatch(/13 Nov +ccl-2 /);
    expect(wide).toContain('Sat 19:04 · something of yesterday');
    const narrow = draw(old, 60, 15);
    expect(narrow).toMatch(/Sat +ccl-1 /);
    expect(narrow).toMatch(/13 Nov +ccl-2 /);
    expect(draw(normal, 120, 40)).toMatch(/20:51:07 +ccl-2-api/);
  });
});

test('the selected hit is told to its end, also where a long word leaves holes', () => {
  const snippet = `API Error: 500 ${'x'.repeat(70)} the very end of what was seen`;
  const told = { ...normal, hits: [hit('h', 'ccl-1', { snippet }), ...normal.hits] };
  const lines = draw(told, 80, 24, { ui: initialUi('hits') });
  expect(lines).toMatch(/the very end of\s+│\n.*what was seen|the very end of what was seen/);
});
