import { describe, expect, test } from 'vitest';
import { readTaskText, type ScalarParser } from '../../../src/core/dispatcher/task-text.js';
import { withHeader } from '../../../src/core/dispatcher/with-header.js';

/** Enough of YAML for what is written here. */
const scalar: ScalarParser = (text) => {
  const plain = /^["\d]/.test(text) ? (JSON.parse(text) as unknown) : text;
  return { ok: true, value: plain };
};

function read(text: string, values: Parameters<typeof withHeader>[1]) {
  const made = withHeader(text, values);
  return made.ok ? readTaskText(made.text, scalar) : made;
}

describe('values for the front matter', () => {
  test('are put in front of a text that has none, which stays what it is', () => {
    const text = 'Mend it.\n\n--- not a mark\n';
    expect(read(text, { priority: 9, cwd: '/a "b": c', timeout: '5m' })).toEqual({
      ok: true,
      header: { priority: 9, cwd: '/a "b": c', timeout: 300_000 },
      prompt: 'Mend it.\n\n--- not a mark',
    });
    expect(withHeader(text, {})).toEqual({ ok: true, text });
  });

  test('take the place of what stands there; the rest is kept', () => {
    const text = '\ufeff---\r\n# why\r\npriority: 1\r\nattempts: 3\r\n---\r\n\r\nMend it.\r\n';
    expect(withHeader(text, { priority: 7 })).toEqual({
      ok: true,
      text: '---\n# why\nattempts: 3\npriority: 7\n---\nMend it.\n',
    });
    expect(read(text, { priority: 7 })).toMatchObject({ header: { priority: 7, attempts: 3 } });
  });

  test('do not repair what is wrong', () => {
    expect(read('---\npriority: 1\n', { priority: 7 })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('not closed'),
    });
    expect(read('---\nprio: 1\n---\nMend it.', { priority: 7 })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('prio is not a known key'),
    });
    expect(read('Mend it.', { session: 'a\nb' })).toMatchObject({ ok: false });
  });
});
