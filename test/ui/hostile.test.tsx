import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../src/core/snapshot.js';
import { panels } from '../../src/ui/panels/index.js';
import { initialUi, type Modal } from '../../src/ui/ui-state.js';
import { draw } from './draw.js';
import { hit, NOW, session, states } from './snapshots.js';

const NASTY = [
  '日本語のセッション',
  '👨‍👩‍👧‍👦 family',
  '🇫🇷🇯🇵 flags',
  'e\u0301\u0301\u0301\u0301 marks',
  '❤️ heart ✈️ plane 1️⃣',
  '\u001b[31mred\u001b[0m',
  '\u001b]0;title\u0007after',
  '\u009b2Jwipe',
  'tab\tnew\nline\r\u0000nul',
  '\u202eright-to-left\u2066',
  '\ud800lone',
  '\ue000\ue801\uf8ff private',
  'x'.repeat(300),
  '宽'.repeat(160),
  'العربية',
  'ก็ ํา',
  '',
] as const;

const text = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const time = fc.oneof(
  fc.integer({ min: NOW - 9e8, max: NOW + 9e8 }).map((ms) => new Date(ms).toISOString()),
  fc.constant('not a time'),
);

const snapshots: fc.Arbitrary<Snapshot> = fc
  .record({
    base: fc.constantFrom(...Object.values(states)),
    names: fc.array(text, { maxLength: 200 }),
    words: fc.array(text, { minLength: 8, maxLength: 8 }),
    at: time,
  })
  .map(({ base, names, words, at }) => {
    const [a = '', b = '', c = '', d = '', e = '', f = '', g = '', h = ''] = words;
    return {
      ...base,
      activeAccount: base.activeAccount === null ? null : a,
      accounts: base.accounts.map((one, index) => ({
        ...one,
        name: words[index] ?? one.name,
        why: b,
        eligibleAt: at,
      })),
      next: { account: c, reason: d },
      needs: base.needs.map(() => e),
      sessions: names.map((name, index) =>
        session(`s${index}`, name, {
          task: f,
          detail: index % 3 === 0 ? g : '',
          lastLine: h,
          since: at,
          why: [a, b],
        }),
      ),
      hits: names
        .slice(0, 60)
        .map((name, index) =>
          hit(`h${index}`, name, { snippet: h, why: g, suspectedAt: at, evidence: [c, d] }),
        ),
      events: names.map((name) => ({ at, level: 'info' as const, text: name })),
      hold: base.hold === null ? null : { ...base.hold, account: a, reason: b, until: at },
      swap:
        base.swap === null ? null : { ...base.swap, from: a, to: b, reason: c, waiting: d, startedAt: at },
    };
  });

const size = fc.oneof(
  fc.record({ cols: fc.integer({ min: 60, max: 130 }), rows: fc.integer({ min: 15, max: 45 }) }),
  fc.record({ cols: fc.integer({ min: 1, max: 300 }), rows: fc.integer({ min: 1, max: 100 }) }),
);
const modals = fc.constantFrom<(Modal | null)[]>(
  null,
  null,
  { type: 'help', scroll: 7 },
  { type: 'why', of: 'session', id: 's0', scroll: 1 },
  { type: 'why', of: 'hit', id: 'h0', scroll: 0 },
  { type: 'swap', picked: 'team', asked: false },
  { type: 'mode', picked: 'observe' },
  { type: 'ask', question: 'quit' },
);

// A frame may hold no control, bidi or private character at all.
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u;

describe('whatever the texts are', () => {
  test('no frame is wider or higher than the screen, and none holds a control character', () => {
    fc.assert(
      fc.property(
        snapshots,
        size,
        fc.constantFrom(...panels.map((panel) => panel.id)),
        modals,
        fc.boolean(),
        (snapshot, { cols, rows }, focus, modal, ascii) => {
          const ui = { ...initialUi(focus), modal };
          const lines = draw(snapshot, cols, rows, { ui, ascii, theme: 'none' }).split('\n');
          expect(lines.length).toBeLessThanOrEqual(rows);
          for (const line of lines) {
            expect(stringWidth(line)).toBeLessThanOrEqual(cols);
            expect(line).not.toMatch(FORBIDDEN);
            if (ascii) expect(line).toMatch(/^[\x20-\x7e]*$/);
          }
        },
      ),
      // Shrinking whole snapshots takes minutes and tells little more.
      { numRuns: 60, endOnFailure: true },
    );
  });

  test('every frame keeps its borders in line', () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        const lines = draw(snapshot, 120, 40).split('\n');
        for (const line of lines.slice(2, 39)) {
          expect(stringWidth(line)).toBe(120);
          expect(line).toMatch(/^[╭│╰].*[╮│╯]$/u);
        }
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });
});
