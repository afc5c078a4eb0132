import fc from 'fast-check';
import type { Snapshot } from '../../src/core/snapshot.js';
import { hit, session } from './items.js';
import { task } from './queue-snapshots.js';
import { states } from './snapshots.js';
import { NOW } from './times.js';

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

const TASK_STATES = ['running', 'limited', 'asking', 'waiting', 'stalled', 'failed', 'done'] as const;

/** A text that a pane, a file or a person may bring. */
export const text = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const time = fc.oneof(
  fc.integer({ min: NOW - 9e8, max: NOW + 9e8 }).map((ms) => new Date(ms).toISOString()),
  fc.constant('not a time'),
);

/** A snapshot all of whose texts are of that kind. */
export const snapshots: fc.Arbitrary<Snapshot> = fc
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
      warnings: [e, f],
      queue: {
        ...base.queue,
        held: base.queue.held === null ? null : g,
        heldUntil: base.queue.held === null ? null : at,
        next: names[3] ?? null,
        tasks: names.slice(0, 90).map((name, index) =>
          task(`${name} ${index}`, {
            state: TASK_STATES[index % TASK_STATES.length] ?? 'waiting',
            session: index % 2 === 0 ? a : null,
            conversation: b,
            attempt: index,
            since: at,
            detail: h,
          }),
        ),
      },
      hold: base.hold === null ? null : { ...base.hold, account: a, reason: b, until: at },
      swap:
        base.swap === null ? null : { ...base.swap, from: a, to: b, reason: c, waiting: d, startedAt: at },
    };
  });

/** How it is looked at. */
export const ways = fc.record({
  zoom: fc.boolean(),
  preview: fc.option(fc.record({ up: fc.nat(9) })),
  filter: fc.oneof(fc.constant(''), fc.constant('c'), text),
});

/** What a pane may hold. */
export const screens = fc.array(text, { maxLength: 60 }).map((rows) => rows.join('\n'));
