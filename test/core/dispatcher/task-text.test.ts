import { describe, expect, test } from 'vitest';
import { yamlValues } from '../../../src/adapters/queue/yaml-value.js';
import { readTaskText } from '../../../src/core/dispatcher/task-text.js';

const parse = yamlValues();
const read = (text: string) => readTaskText(text, parse);
const header = (...lines: readonly string[]) => read(['---', ...lines, '---', '', 'do it', ''].join('\n'));

function reason(task: ReturnType<typeof read>): string {
  if (task.ok) throw new Error(`was taken: ${JSON.stringify(task)}`);
  return task.reason;
}

describe('a good task', () => {
  test('without front matter is its prompt, every key at its default', () => {
    expect(read('\n  write tests\nfor add()\n\n')).toEqual({
      ok: true,
      header: { priority: 5 },
      prompt: '\n  write tests\nfor add()',
    });
  });

  test('may say everything', () => {
    const conversation = '123e4567-e89b-42d3-a456-426614174000';
    const lines = [
      'priority: 9 # soon',
      '',
      '# where',
      'cwd: "/srv/a b"',
      'session: ccl-1',
      'timeout: 1h30m',
    ];
    expect(header(...lines, 'attempts: 3', `conversation: ${conversation}`)).toEqual({
      ok: true,
      header: {
        priority: 9,
        cwd: '/srv/a b',
        session: 'ccl-1',
        timeout: 5_400_000,
        attempts: 3,
        conversation,
      },
      prompt: 'do it',
    });
  });

  test('may come with a byte order mark, any line ends, no end at all, an empty front matter', () => {
    const expected = { ok: true, header: { priority: 1 }, prompt: 'a\n\nb' };
    expect(read('\ufeff---\r\npriority: 1\r\n---\r\n\r\na\r\n\r\nb\r\n')).toEqual(expected);
    expect(read('---\rpriority: 1\r---\ra\r\rb')).toEqual(expected);
    expect(read('---\n---\nx')).toEqual({ ok: true, header: { priority: 5 }, prompt: 'x' });
    expect(read('--- \npriority: 1\n---\n')).toEqual({
      ok: true,
      header: { priority: 5 },
      prompt: '--- \npriority: 1\n---',
    });
  });

  test('a key without a value says nothing, ~ alone is the home directory', () => {
    expect(header('session:', 'timeout: null', 'cwd: ~')).toMatchObject({
      header: { priority: 5, cwd: '~' },
    });
  });
});

describe('a bad front matter is named by line and key', () => {
  test.each([
    [['priority: 12'], 'line 2: priority must be at most 9, not 12'],
    [['priority: high'], 'line 2: priority must be a number, not "high"'],
    [
      ['', 'prioritty: 3'],
      'line 3: prioritty is not a known key. Did you mean "priority"? Allowed here: priority, cwd,',
    ],
    [['cwd: src'], 'line 2: cwd must be an absolute path or begin with ~/, not "src"'],
    [['cwd: "/a\\nb"'], 'line 2: cwd must be an absolute path'],
    [['session: "two words"'], 'line 2: session must be the name of a pool session'],
    [['session: 01'], 'line 2: session must be a text, not 1'],
    [['timeout: 30'], 'line 2: timeout must be a duration such as 500ms'],
    [['timeout: 400d'], 'line 2: timeout must lie between 1s and 30d'],
    [['attempts: 0'], 'line 2: attempts must be at least 1, not 0'],
    [['conversation: yesterday'], 'line 2: conversation must be the id of a conversation'],
    [['priority: 1', 'priority: 2'], 'line 3: priority stands there twice (first in line 2)'],
    [['tags: [a, b]'], 'line 2: tags is not a known key'],
    [['cwd:', '  - /a'], 'line 2: cwd must be a text, not a list'],
    [['cwd: {a: 1}'], 'line 2: cwd must be a text, not a map of keys'],
    [['cwd: !!python/object /x'], 'line 2: cwd must be a text'],
    [['cwd: *x'], 'line 2: cwd must be a text'],
    [['cwd: "/x'], 'line 2: cwd has a quote that is not closed'],
    [['cwd: /a: b'], 'line 2: cwd holds a second ": "'],
    [['- priority'], 'line 2: is not of the form "key: value"'],
    [['just words'], 'line 2: is not of the form "key: value"'],
    [['__proto__: {priority: 9}'], 'line 2: __proto__ is not a known key'],
    [['constructor: 1'], 'line 2: constructor is not a known key'],
  ])('%j', (lines, expected) => {
    expect(reason(header(...lines))).toContain(`in its front matter, ${expected}`);
  });

  test('every mistake has its line, in their order, without what acts on a terminal', () => {
    const lines = reason(header('\x1b[31mx\u202e: 1', 'cwd: "a\\e[2J"', 'priority: 10')).split('\n');
    expect(lines.map((line) => /line (\d)/.exec(line)?.[1])).toEqual(['2', '3', '4']);
    expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  });

  test('it must be closed, and short', () => {
    for (const text of [
      '---',
      '---\n',
      '---\npriority: 1\n',
      '---\npriority: 1\n ---\nx',
      '---\nx\n----\n',
    ]) {
      expect(reason(read(text))).toMatch(/not closed by a line ---/);
    }
    expect(reason(header(...Array.from({ length: 65 }, () => '#')))).toMatch(/longer than 64 lines/);
    expect(reason(header(`cwd: /${'x'.repeat(9_000)}`))).toMatch(/longer than .* 8 KB/);
  });

  test('the front matter alone is no task', () => {
    expect(reason(read('---\npriority: 1\n---\n\n \n'))).toMatch(/holds no prompt/);
  });
});

test.each(['[{', '? ', '{a: ', '- ? ', '&a ', '"x" [{', 'x: [{', '!a ', "''", '? [', 'a: '])(
  'a front matter full of %j is answered at once',
  (piece) => {
    const started = process.threadCpuUsage().user;
    for (const start of ['', 'cwd: ', 'cwd: x', 'cwd: "x" ', 'cwd: x: ']) {
      for (let i = 0; i < 3; i++) read(`---\n${start}${piece.repeat(2_500)}\n---\nx`.slice(0, 8_000 + i));
      expect(read(`---\n${start}${piece.repeat(600)}\n---\nx`).ok).toBe(false);
    }
    // The YAML parser alone takes minutes for some of these.
    expect((process.threadCpuUsage().user - started) / 1_000).toBeLessThan(1_000);
  },
);
