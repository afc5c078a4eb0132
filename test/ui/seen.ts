import { DAY, HOUR, MINUTE } from '../../src/core/time.js';
import type { Past } from '../../src/ui/past.js';
import { ago } from './times.js';

/** An agent's screen as tmux hands it on, with colours and wide characters. */
export const AGENT_SCREEN = [
  '\u001b[1m● \u001b[0mBash(npm test -- 請求書)',
  '  \u001b[2m⎿\u001b[0m  \u001b[32m42 passing\u001b[0m, \u001b[31m1 failing\u001b[0m',
  '',
  ...Array.from(
    { length: 30 },
    (_, index) => `\u001b[38;5;246m${index + 1}\u001b[0m  a row of a long file, ${'wide '.repeat(index)}`,
  ),
  '\u001b[38;2;215;119;87m✽ Leavening…\u001b[0m (17s · ↓ 569 tokens)',
  `\u001b[2m${'─'.repeat(100)}\u001b[0m`,
  '❯ \u001b[7m \u001b[0m',
  `\u001b[2m${'─'.repeat(100)}\u001b[0m`,
  '  manual mode on · esc to interrupt',
  '',
  '',
].join('\n');

export const past: readonly Past[] = [
  { what: 'swap', at: ago(84 * MINUTE), from: 'team', to: 'work', phase: 'done', origin: 'monitor' },
  {
    what: 'hit',
    at: ago(84 * MINUTE),
    session: 'ccl-4-web',
    account: 'team',
    state: 'acted',
    why: 'reset time and record',
  },
  {
    what: 'hit',
    at: ago(5 * HOUR),
    session: 'ccl-2-api',
    account: null,
    state: 'absorbed',
    why: 'gone on a later poll',
  },
  { what: 'swap', at: ago(26 * HOUR), from: 'work', to: 'team', phase: 'rolled-back', origin: 'person' },
  { what: 'swap', at: ago(20 * DAY), from: null, to: 'work', phase: 'needs-person', origin: 'foreign' },
];
