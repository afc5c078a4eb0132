import { describe, expect, it } from 'vitest';
import { toName } from '../../src/tmux/panes/safe-name.js';
import { sameText, standsFor } from '../../src/tmux/typing/text.js';

describe('text for a composer', () => {
  it('is known again however it was wrapped', () => {
    expect(sameText('write tests\nfor a\ndd()', 'write tests for add()')).toBe(true);
    expect(sameText('continue!', 'continue')).toBe(false);
  });

  it('is known again without the marks that have no width', () => {
    expect(
      sameText('zero sep 👩👧 reversed ☎', 'ze\u200bro\u2028sep 👩\u200d👧 \u202ereversed\u202c ☎\ufe0f'),
    ).toBe(true);
    expect(sameText('zero sip', 'zero\u200bsep')).toBe(false);
  });

  it('stands behind a placeholder of as many lines only', () => {
    const text = Array.from({ length: 40 }, (_, n) => `line ${n}`).join('\n');
    expect(standsFor('[Pasted text #41 +39 lines]', text)).toBe(true);
    expect(standsFor('[Pasted text #41 +38 lines]', text)).toBe(false);
    expect(standsFor('[Pasted text #1 +39 lines] and more', text)).toBe(false);
    expect(standsFor('[Pasted text #3]', 'one long line')).toBe(true);
  });
});

it('shows names without anything that acts on a terminal', () => {
  expect(toName('a\x1b[2Jb\u202ec\n\u200bd é 🦊')).toBe('a[2Jbcd é 🦊');
});
