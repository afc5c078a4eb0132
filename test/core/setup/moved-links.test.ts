import { expect, test } from 'vitest';
import { movedText } from '../../../src/core/setup/moved-links.js';

const MOVES = { root: '/h/.claude', newRoot: '/h/.acc/work', projects: '/h/.claude/projects' };
const LINKS: Readonly<Record<string, string>> = {
  '/h/.claude/out': '/m/far',
  '/h/.claude/loop': 'loop',
  '/h/.claude/back': 'projects/in',
};

function at(path: string): string | boolean {
  return LINKS[path] ?? !path.includes('missing');
}

test.each([
  ['/h/.claude/a', 'b', null],
  ['/h/.claude/a', '/abs/x', null],
  ['/h/.claude/a', '../x', '/h/x'],
  ['/h/.claude/a', '..', '/h'],
  ['/h/.claude/a', '../../x/', '/h/../x/'],
  ['/h/.claude/d/a', '../x', null],
  ['/h/.claude/d/a', './/.././../x y', '/h/x y'],
  ['/h/.claude/projects/a', '../todos', '/h/.acc/work/todos'],
  ['/h/.claude/projects/p/a', '../b', null],
  ['/h/.claude/projects/p/a', '../../../x', '/h/x'],
  ['/h/.claude/a', 'projects/../b', '/h/.acc/work/b'],
  ['/h/.claude/a', 'back/../../b', '/h/.acc/work/b'],
  ['/h/.claude/a', 'out/../x', null],
  ['/h/.claude/a', '../.claude/x', '/h/.claude/x'],
  ['/h/.claude/a', '../.claude/../x', '/h/x'],
  ['/h/.claude/a', 'missing/../../x', null],
  ['/h/.claude/a', '../missing/../x', '/h/missing/../x'],
  ['/h/.claude/a', 'loop/../../x', null],
])('%s -> %s becomes %s', (path, text, expected) => {
  expect(movedText(path, text, MOVES, at)).toBe(expected);
});
