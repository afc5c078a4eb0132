import { cleanup } from 'ink-testing-library';
import { afterEach, describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../src/core/time.js';
import { clockPast } from '../../src/ui/text/time.js';
import { initialUi } from '../../src/ui/ui-state.js';
import { until } from '../support/until.js';
import { draw } from './draw.js';
import { past } from './seen.js';
import { show } from './show.js';
import { normal } from './snapshots.js';
import { NOW } from './times.js';

afterEach(cleanup);

describe('the history', () => {
  test('is read when it is opened, and again when something was added', async () => {
    let reads = 0;
    const app = show(normal, {
      readPast: async () => {
        reads += 1;
        return reads === 1 ? past : past.slice(2);
      },
    });
    await app.ready();
    expect(reads).toBe(0);
    app.type('H');
    await app.shows('History');
    await app.shows('1h  ✓ done');
    expect(app.frame()).toMatch(/19:40:07 +1h {2}✓ done +swap +team → work {2}monitor/);
    expect(app.frame()).toMatch(/✓ acted +limit +ccl-4-web, account team {2}reset time and record/);
    app.publish({ ...normal, swapCount: 9 });
    await until('it is read again', () => reads === 2);
    await until('it shows the rest', () => !app.frame().includes('1h  ✓ done'));
    app.type('H');
    await until('it is closed', () => !app.frame().includes('History'));
  });

  test('says why there is none', async () => {
    const app = show(normal, {
      readPast: () => Promise.reject(new Error('The journal was not read: it is a directory.')),
    });
    await app.ready();
    app.type('H');
    await app.shows('The journal was not read: it is a directory.');
    const none = show(normal, { readPast: async () => [] });
    await none.ready();
    none.type('H');
    await none.shows('No swap and no limit yet.');
  });

  test('draws no control character of the journal', async () => {
    const app = show(normal, {
      readPast: async () => [
        {
          what: 'swap',
          at: 'no time',
          from: 'a\u001b[2J',
          to: '\u202eb',
          phase: 'x\u0007',
          origin: '\u009b1m',
        },
      ],
    });
    await app.ready();
    app.type('H');
    await app.shows('a → b');
    expect(app.frame().replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test('is the same at 60 columns but for what is cut', () => {
    const drawn = draw(normal, 60, 24, {
      ui: { ...initialUi('sessions'), modal: { type: 'history', scroll: 0 } },
      past: { type: 'here', what: past },
    });
    expect(drawn).toContain('▲ rolled back');
    expect(drawn).toContain('▲ needs you');
  });
});

test('a time that has been has nine cells', () => {
  expect(clockPast(NOW - HOUR, NOW, 'UTC')).toBe(' 20:04:07');
  expect(clockPast(NOW - 26 * HOUR, NOW, 'UTC')).toBe('Sat 19:04');
  expect(clockPast(NOW - 20 * DAY, NOW, 'UTC')).toBe('    2 Nov');
  expect(clockPast(Number.NaN, NOW, 'UTC')).toHaveLength(9);
});
