import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/core/quota/classify.js';
import { ARMED, CONTEXT, draw, IDLE_FOOTER, LIMIT, LIMIT_DIALOG, LIMIT_RESET_MS } from './support/draw.js';

const prompt = ['❯ write tests for add()'];
const limit = `  ⎿  ${LIMIT}`;
const turn = ['❯ run it', '', '● Let me look.', '', '● Bash(python3 show.py)', '  ⎿  one', '     two'];
const read = (screen: string) => classify(screen, CONTEXT);

/** Screens of a session that stands at its limit. */
const LIMITS: readonly (readonly [string, string])[] = [
  ['below the prompt', draw({ body: [...prompt, limit] })],
  [
    'with a hint line',
    draw({ body: [...prompt, limit, '     /usage-credits to finish what you’re working on.'] }),
  ],
  ['with a turn summary below', draw({ body: [...prompt, limit, '', '✻ Baked for 3s'] })],
  [
    'with a shell still running',
    draw({ body: [...prompt, limit, '', '✻ Worked for 7m 0s · 1 shell still running'] }),
  ],
  ['in a turn, right below a tool’s output', draw({ body: [...turn, limit] })],
  ['in a turn, after an empty row', draw({ body: [...turn, '', limit] })],
  [
    'after a long diff',
    draw({
      body: ['❯ go', '', '● Update(a.ts)', '  ⎿  Updated a.ts', ...Array(60).fill('      12 +  x'), limit],
    }),
  ],
  [
    'its tool’s head scrolled away',
    [...Array(30).fill('     12 +  x'), limit, '', draw({ body: [] }).split('\n').slice(-4).join('\n')].join(
      '\n',
    ),
  ],
  ['below a summary of tool calls', draw({ body: ['❯ go', '', '● Read 2 files (ctrl+o to expand)', limit] })],
  [
    'below an undotted summary of tool calls',
    draw({ body: ['❯ go', '', '● Let me look.', '', '  Read 1 file (ctrl+o to expand)', limit] }),
  ],
  [
    'after agents',
    draw({
      body: [
        '❯ go',
        '',
        '● 3 agents finished (ctrl+o to expand)',
        '   ├─ Rebuild A · 7 tool uses',
        '   │  ⎿  Done',
        '   └─ Rebuild B · 5 tool uses',
        '      ⎿  Done',
        limit,
      ],
    }),
  ],
  [
    'after an agent',
    draw({
      body: [
        '❯ go',
        '',
        '● Agent(Fix it)',
        '  ⎿  Done (8 tool uses · 0 tokens · 15s)',
        '  (ctrl+o to expand)',
        limit,
      ],
    }),
  ],
  [
    'below a background notice',
    draw({ body: ['❯ go', '', '● Background command "Run tests" completed (exit code 0)', limit] }),
  ],
  ['after files named in the prompt', draw({ body: ['❯ read @a.md', '  ⎿  Read a.md (12 lines)', limit] })],
  ['below a prompt of several paragraphs', draw({ body: ['❯ first', '', '  second paragraph', limit] })],
  ['below /compact', draw({ body: ['❯ /compact', `  ⎿  Error: Error during compaction: ${LIMIT}`] })],
  [
    'below an older server error',
    draw({ body: ['❯ a', '  ⎿  API Error: 500 {"type":"error"}', '', ...prompt, limit] }),
  ],
  [
    'a server error in the same turn',
    draw({ body: [...turn, '', '● API Error: 500 rate limit', '', limit] }),
  ],
  [
    'after /usage was looked at',
    draw({ body: [...prompt, limit, '', '❯ /usage', '  ⎿  Status dialog dismissed'] }),
  ],
  ['after a command of the person’s own', draw({ body: [...prompt, limit, '', '! ls', '  ⎿  a.txt'] })],
  [
    'a task list below',
    draw({ body: [...prompt, limit, '', '  8 tasks (7 done, 1 in progress)', '  ✔ Explore', '  ◼ Build'] }),
  ],
  [
    'a queued message below',
    draw({ body: [...prompt, limit, '', '❯ and then', '  ⎿  Queued · ctrl+x ctrl+s to send now'] }),
  ],
  ['a note at the right edge', draw({ body: [...prompt, limit, '', `${' '.repeat(82)}◐ medium · /effort`] })],
  ['a draft in the box', draw({ body: [...prompt, limit], draft: ['You have hit my', 'second row'] })],
  [
    'armed',
    draw({
      body: [...prompt, limit, '', '● Usage limit reached · set to continue automatically at 11am'],
      footer: [...ARMED, ...IDLE_FOOTER],
    }),
  ],
  [
    'armed, with a draft',
    draw({ body: [...prompt, limit], draft: ['go on'], footer: [...ARMED, ...IDLE_FOOTER] }),
  ],
  [
    'armed, the line scrolled away',
    draw({ body: ['  8 tasks', '  ✔ a'], footer: [...ARMED, ...IDLE_FOOTER] }),
  ],
  [
    'armed, directly below a tool',
    draw({ body: ['❯ go', '', '● Task(x)', limit], footer: [...ARMED, '  5h 100% 7d 42%', ...IDLE_FOOTER] }),
  ],
  [
    'armed, wording of 2.1.240',
    draw({
      body: [...prompt, limit],
      footer: ['  ⚠ Usage limit reached · continuing automatically at 11am · esc or type to cancel'],
    }),
  ],
  [
    'cancelled',
    draw({
      body: [
        ...prompt,
        limit,
        '',
        '● Usage limit reached · set to continue automatically at 11am',
        '',
        '● Automatic continue cancelled · /rate-limit-options to wait again',
      ],
    }),
  ],
  ['a dialog', draw({ body: [...prompt, limit, '', '❯ /rate-limit-options', ''], dialog: LIMIT_DIALOG })],
  ['a dialog, the line scrolled away', draw({ body: ['● ok'], dialog: LIMIT_DIALOG })],
  [
    'accept edits',
    draw({ body: [...prompt, limit], footer: ['  ⏵⏵ accept edits on (shift+tab to cycle) · ← for agents'] }),
  ],
  [
    'a warning in the footer too',
    draw({
      body: [...prompt, limit],
      footer: [
        "  You've used 91% of your weekly limit · resets Nov 25, 7am (Europe/Paris) · /usage-credits to keep usin…",
      ],
    }),
  ],
  [
    'a statusline with rules and words',
    draw({
      body: [...prompt, limit],
      footer: [
        '  ──────────────────',
        '  5h 100% · rate limit reached · API Error: 500',
        '  ⏸ manual mode on',
      ],
    }),
  ],
  [
    'a label in the rule',
    draw({ body: [...prompt, limit] }).replace('─'.repeat(100), `${'─'.repeat(70)} my-session ──`),
  ],
  [
    'CR, trailing blanks, no-break spaces',
    draw({ body: [...prompt, `  ⎿ \u00a0${LIMIT}`] }).replaceAll('\n', '   \r\n'),
  ],
  ['a recap below', draw({ body: [...prompt, limit, '', '※ recap: tests were to be written'] })],
  [
    'a hook below',
    draw({
      body: [...prompt, limit, '', '● Ran 1 stop hook (ctrl+o to expand)', '  ⎿  Stop hook error: exit 1'],
    }),
  ],
  ['another bullet', draw({ body: [...turn, limit] }).replaceAll('●', '⏺')],
];

describe('a limit in its place', () => {
  it.each(LIMITS)('is sure: %s', (_name, screen) => {
    const reading = read(screen);
    expect({
      hit: reading.hit,
      limit: reading.limit?.resetsAtMs,
      verdict: reading.verdict,
      vetoes: reading.vetoes,
    }).toEqual({
      hit: 'sure',
      limit: LIMIT_RESET_MS,
      verdict: 'usage-limit',
      vetoes: [],
    });
    expect(reading.banner?.snippet.length).toBeLessThanOrEqual(120);
    expect(reading.evidence.length).toBeGreaterThan(0);
  });

  it('is read across a row that the terminal broke, not the CLI', () => {
    const width = limit.length - 3;
    const rows = (next: string) =>
      draw({ body: ['❯ hi', limit.slice(0, width), next] }).replaceAll(/─+/g, '─'.repeat(width));
    expect(read(rows(limit.slice(width)))).toMatchObject({ hit: 'sure', banner: { text: LIMIT } });
    expect(read(rows(`● ${limit.slice(width)}`)).hit).not.toBe('sure');
    expect(read(rows(limit.slice(width)).replaceAll('─', '──')).hit).not.toBe('sure');
  });

  it('without a reset time is suspected', () => {
    for (const line of [
      "You've hit your 5-hour limit",
      "You've hit your monthly limit",
      'Claude usage limit reached.',
      'Session limit reached',
      "You've hit your limit · resets 25:99",
      "You've hit your limit · resets 3pm (PDT)",
      "You've hit your weekly limit · resets Feb 30, 3am",
    ]) {
      expect(`${line} ${read(draw({ body: [...prompt, `  ⎿  ${line}`] })).hit}`).toBe(`${line} suspected`);
    }
  });

  it('is recognised under a name nobody has seen', () => {
    const reading = read(
      draw({ body: [...prompt, "  ⎿  You've hit your Fable limit · resets Nov 25, 8am (Europe/Paris)"] }),
    );
    expect(reading).toMatchObject({
      hit: 'sure',
      limit: { kind: 'unknown', resetsAtMs: Date.UTC(2026, 10, 25, 7) },
    });
  });

  it('counts refusals of the same line', () => {
    const reading = read(
      draw({
        body: ['❯ a', limit, '', '❯ b', limit, '     /usage-credits to finish what you’re working on.'],
      }),
    );
    expect(reading.banner).toMatchObject({ occurrences: 2, prompt: 'b', text: LIMIT });
  });
});

describe('the person’s own phrases', () => {
  const patterns = ['Team budget used up'];
  const with_ = (body: readonly string[]) => classify(draw({ body }), { ...CONTEXT, patterns });

  it('are suspected at most, at any width', () => {
    expect(with_([...prompt, '  ⎿  Sorry: team budget', '     used up until 5pm'])).toMatchObject({
      hit: 'suspected',
      banner: { rule: 'quota.patterns' },
    });
  });

  it('do not count in output, talk or server errors', () => {
    expect(with_(['❯ go', '', '● Bash(x)', '  ⎿  team budget used up']).hit).toBeNull();
    expect(
      with_([...prompt, '', `● I saw that the log says team budget used up. ${'More words. '.repeat(20)}`])
        .hit,
    ).toBeNull();
    expect(with_([...prompt, '', '● API Error: 500 team budget used up']).hit).toBeNull();
  });
});
