import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8Length } from '../../../src/core/dispatcher/prompt.js';
import { freeId, taskId } from '../../../src/core/dispatcher/task-id.js';

test.each([
  ['fix-login.md', 'fix-login'],
  ['fix-login', 'fix-login'],
  ['Überprüfung 日本 🦊.md', 'Überprüfung_日本_🦊'],
  ['two\nlines\r.md', 'two_lines_'],
  ['-rf.md', '_-rf'],
  ['.hidden.md', '_.hidden'],
  ['..', '_..'],
  ['a/../../b.md', 'a_.._.._b'],
  ['\x1b[31mred\u202e\u200b.md', '_[31mred__'],
  ['\ufffd\ufffd.md', '__'],
  ['.md', '_'],
  ['', '_'],
  ['v1.2.md.md', 'v1.2.md'],
])('%j becomes %j', (name, id) => expect(taskId(name)).toBe(id));

test('a long name is cut between characters, a suffix of ours stays', () => {
  expect(taskId(`${'é'.repeat(120)}.md`)).toBe('é'.repeat(90));
  expect(taskId(`${'x'.repeat(200)}~12.md`)).toBe(`${'x'.repeat(180)}~12`);
});

const UNSAFE = /[\p{C}\p{Z}/]|^[-.]|^$/u;

test('every id is safe as a name, and the name it makes gives the same id again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.nat(3), (name, others) => {
      const base = taskId(name);
      const taken = new Set(Array.from({ length: others }, (_, n) => (n === 0 ? base : `${base}~${n + 1}`)));
      const id = freeId(base, (candidate) => taken.has(candidate));
      expect(UNSAFE.test(id)).toBe(false);
      expect(utf8Length(`${id}.reason`)).toBeLessThanOrEqual(200);
      expect(taken.has(id)).toBe(false);
      expect(taskId(`${id}.md`)).toBe(id);
    }),
  );
});
