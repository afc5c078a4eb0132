import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/core/quota/classify.js';
import { ARMED, CONTEXT, draw, LIMIT, LIMIT_DIALOG } from './support/draw.js';

const prompt = ['❯ write tests for add()'];
const limit = `  ⎿  ${LIMIT}`;
const read = (screen: string) => classify(screen, CONTEXT);

/** Screens of sessions that are not at their limit, whatever stands on them; and the first named reason. */
const OTHERS: readonly (readonly [string, string, string | undefined])[] = [
  [
    'a tool’s output, last on the screen',
    draw({ body: ['❯ run it', '', '● Bash(python3 show.py)', limit] }),
    'tool-output',
  ],
  [
    'a tool with a wrapped head',
    draw({ body: ['❯ run it', '', '● Bash(python3 show.py --long', '      --longer)', limit] }),
    'tool-output',
  ],
  [
    'a command of the person’s own',
    draw({ body: ['❯ hi', '', '● ack', '', `! echo "${LIMIT}"`, limit] }),
    'tool-output',
  ],
  ['both outputs of such a command', draw({ body: ['! show', '  ⎿  one', limit] }), 'tool-output'],
  ['an agent’s own end', draw({ body: ['❯ go', '', '● Task(look)', limit] }), 'tool-output'],
  ['a file’s content', draw({ body: ['❯ go', '', '● Write(limits.md)', limit] }), 'diff'],
  ['a reply that quotes it', draw({ body: [...prompt, '', '● The pane shows:', '', `  ${LIMIT}`] }), 'reply'],
  ['a reply that draws it', draw({ body: [...prompt, '', '● The pane shows:', '', limit] }), 'reply'],
  [
    'a reply that draws it in the next row',
    draw({ body: [...prompt, '', '● The pane shows this line:', limit] }),
    'reply',
  ],
  [
    'a reply that draws a tool too',
    draw({ body: [...prompt, '', '● It printed the following.', '  ⎿  one', limit] }),
    'reply',
  ],
  [
    'a reply of more than the sentence',
    draw({ body: [...prompt, limit, '', '     This is what the monitor looks for.'] }),
    'reply',
  ],
  ['a longer sentence', draw({ body: [...prompt, `${limit} and nothing else`] }), undefined],
  ['an older one, answered since', draw({ body: [...prompt, limit, '', '● Done.'] }), 'superseded'],
  [
    'an older one, another prompt since',
    draw({ body: [...prompt, limit, '', '❯ continue', '', '● Answer.'] }),
    undefined,
  ],
  [
    'an older one, a server error since',
    draw({ body: [...prompt, limit, '', '● API Error: 500 rate limit'] }),
    'server-error',
  ],
  [
    'one above a reset notice',
    draw({
      body: [...prompt, limit, '', '● Usage limit reset · Continuing automatically', '', '● Working.'],
    }),
    'superseded',
  ],
  [
    'working again',
    draw({ body: [...prompt, limit, '', '✻ Baking… (3s)'], footer: ['  esc to interrupt'] }),
    'working',
  ],
  [
    'working, the footer alone says so',
    draw({ body: [...prompt, limit], footer: ['  ⏸ manual mode on · esc to interrupt'] }),
    'working',
  ],
  [
    'retrying',
    draw({ body: [...prompt, limit, '', '✻ API error · retrying in 1s · attempt 1/2'] }),
    'retrying',
  ],
  ['a draft', draw({ body: ['❯ hi', '', '● ack'], draft: [LIMIT] }), 'draft'],
  ['a plain 429', draw({ body: [...prompt, '  ⎿  API Error: Rate limit reached'] }), 'request-rejected'],
  [
    'a rejected request',
    draw({ body: [...prompt, '', '● API Error: Request rejected (429) · usage limit reached'] }),
    'request-rejected',
  ],
  [
    'not your usage limit',
    draw({
      body: [
        ...prompt,
        '',
        '● API Error: Server is temporarily limiting requests (not your usage limit) · x',
      ],
    }),
    'not-your-usage-limit',
  ],
  [
    'a full context',
    draw({ body: [...prompt, '  ⎿  Context limit reached · /compact or /clear to continue'] }),
    'context-limit',
  ],
  [
    'the transcript view',
    draw({ body: [...prompt, limit], dialog: ['  Showing detailed transcript · ctrl+o to toggle'] }),
    'cut-off',
  ],
  [
    'a permission prompt',
    draw({
      body: prompt,
      dialog: [
        ' Create file',
        ' limits.md',
        `  1 ${LIMIT}`,
        ' Do you want to create limits.md?',
        ' ❯ 1. Yes',
        '   2. No',
      ],
    }),
    'diff',
  ],
  [
    'a shell after the CLI has gone',
    [...prompt, limit, '', 'Resume this session with:', 'claude --resume 1', '$ '].join('\n'),
    undefined,
  ],
  [
    'nothing above it',
    [limit, '', draw({ body: [] }).split('\n').slice(-4).join('\n')].join('\n'),
    'cut-off',
  ],
  [
    'a reply’s end above it',
    ['  and so on.', limit, '', draw({ body: [] }).split('\n').slice(-4).join('\n')].join('\n'),
    'cut-off',
  ],
  ['no input box in sight', [...prompt, limit].join('\n'), 'cut-off'],
  ['the menu in a reply', draw({ body: [...prompt, '', '● The menu:', '', ...LIMIT_DIALOG] }), undefined],
  [
    'the footer in a tool’s output',
    draw({ body: ['❯ go', '', '● Bash(x)', ...ARMED.map((row) => `  ⎿  ${row}`)] }),
    undefined,
  ],
  [
    'a statusline like half the footer',
    draw({
      body: ['❯ go', '', '● ok'],
      footer: ['  ⚠ Usage limit reached · limit resets 11am', '  ⏸ manual mode on'],
    }),
    undefined,
  ],
  ['a bullet with the bare sentence', draw({ body: [...prompt, '', `● ${LIMIT}`] }), 'unrecognised'],
  [
    'a wording nobody knows',
    draw({ body: [...prompt, '  ⎿  Your plan quota has been exhausted until tomorrow'] }),
    'unrecognised',
  ],
];

describe('what only looks like a limit', () => {
  it.each(OTHERS)('is none: %s', (_name, screen, veto) => {
    const reading = read(screen);
    expect(reading.hit).toBeNull();
    expect(reading.limit).toBeNull();
    expect(reading.verdict).not.toBe('usage-limit');
    if (veto !== undefined) expect(reading.vetoes).toContain(veto);
  });

  it.each([
    ['rate limit', ['● API Error: 500 Internal server error: Rate limit exceeded']],
    ['rate limit', ['● API Error: 500 Internal server error: the gateway met a rate', '  limit']],
    ['usage limit', ['● API Error: 500 usage limit reached while checking the rate limit']],
    ['limit reached', ['● API Error: 500 limit', '  reached']],
  ])('is quoted as a person would write it: %s', (pattern, rows) => {
    expect(read(draw({ body: [...prompt, '', ...rows] })).banner).toMatchObject({ pattern });
  });

  it('a warning is only a warning', () => {
    const footer = ["  You've used 91% of your 5-hour limit · resets 12pm (Europe/Paris)"];
    expect(read(draw({ body: ['❯ hi', '', '● ack'], footer }))).toMatchObject({
      verdict: 'limit-warning',
      hit: null,
      banner: null,
    });
  });
});
