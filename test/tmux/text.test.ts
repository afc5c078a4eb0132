import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toName } from '../../src/tmux/panes/safe-name.js';
import { sameText, sanitise, standsFor } from '../../src/tmux/typing/text.js';

describe('text for a composer', () => {
  it('loses every control character but tab and newline', () => {
    expect(sanitise('a\x1b[201~b\x03\r\nc\rd\te\x00\x7f\x85\u009b\ud800f\n\n')).toBe('a[201~b\nc\nd\tef');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(sanitise(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      }),
    );
  });

  it('is known again however it was wrapped', () => {
    expect(sameText('write tests\nfor a\ndd()', 'write tests for add()')).toBe(true);
    expect(sameText('continue!', 'continue')).toBe(false);
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
