import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/core/quota/classify.js';
import { CONTEXT, LIMIT, LIMIT_RESET_MS } from './support/draw.js';

const top = [
  '[Screen Reader Mode: on via flag]',
  'Claude Code v2.1.330',
  'you: summarise app.py',
  'claude: It has one function.',
  'Worked for 1s · done 9:02 AM',
];
const armed = [
  '⚠ Usage limit reached · limit resets 11am',
  'Continuing automatically at 11am · Esc to cancel',
];
const end = ['manual mode on', '$'];
const read = (...rows: readonly string[]) => classify(rows.join('\n'), CONTEXT);

describe('the screen-reader form', () => {
  it.each([
    [
      'armed',
      [
        ...top,
        'you: write tests',
        LIMIT,
        'Usage limit reached · set to continue automatically at 11am',
        ...armed,
        ...end,
      ],
    ],
    ['not armed', [...top, 'you: write tests', LIMIT, ...end]],
    ['without its first row', [...top.slice(1), 'you: write tests', LIMIT, ...end]],
    [
      'with a hint',
      [...top, 'you: write tests', LIMIT, '/usage-credits to finish what you’re working on.', ...end],
    ],
    [
      'wrapped',
      [...top, 'you: write tests', "You've hit your 5-hour limit · resets", '11am (Europe/Paris)', ...end],
    ],
    ['in a turn, armed', [...top, 'you: go', 'claude: Let me look.', LIMIT, ...armed, ...end]],
    ['with a draft', [...top, 'you: write tests', LIMIT, 'manual mode on', '$ go on']],
  ])('a limit is sure: %s', (_name, rows) => {
    const reading = read(...rows);
    expect(reading).toMatchObject({ hit: 'sure', verdict: 'usage-limit', vetoes: [] });
    expect(reading.limit?.resetsAtMs).toBe(LIMIT_RESET_MS);
    expect(reading.banner?.text).toBe(LIMIT);
  });

  it.each([
    [
      'a reply that quotes it',
      [...top, 'you: what is it', 'claude: The line is:', LIMIT, 'Worked for 1s', ...end],
    ],
    ['a command of the person’s own', [...top, 'you: ! cat log', LIMIT, ...end]],
    ['an older one', [...top, 'you: a', LIMIT, 'you: continue', 'claude: Done.', ...end]],
    ['working', [...top, 'you: a', LIMIT, 'manual mode on · esc to interrupt', '$']],
    [
      'a quoted footer',
      [
        ...top,
        'you: a',
        'claude: it says',
        ...armed,
        'Worked for 1s · done 9:02 AM',
        'you: thanks',
        'claude: ok',
        ...end,
      ],
    ],
  ])('is none: %s', (_name, rows) => {
    expect(read(...rows).hit).toBeNull();
  });

  it('reads its composer', () => {
    expect(read(...top, 'manual mode on', '$ go on').composer).toEqual({ state: 'draft', text: 'go on' });
    expect(read(...top, ...end)).toMatchObject({
      composer: { state: 'empty' },
      verdict: 'idle',
      lastPrompt: 'summarise app.py',
    });
  });
});
