import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AccountView, SessionView } from '../../src/core/snapshot.js';
import {
  ACCOUNT_STATES,
  HIT_STATES,
  SESSION_ENDS,
  SESSION_STATES,
  TASK_STATES,
  VETOES,
} from '../../src/core/words.js';
import { glyphsFor } from '../../src/ui/glyphs.js';
import { accountWord, endWord, hitWord, sessionWord, taskWord } from '../../src/ui/words.js';
import { filesBelow, ROOT } from './source-tree.js';
import { firstCells, sectionOf } from './tables.js';

const PAGE = readFileSync(join(ROOT, 'docs/words.md'), 'utf8');
const glyphs = glyphsFor(false);
/** Words of the contract that the engine never says. */
const UNSAID = ['excluded', 'missing'];

const session = (state: string) => sessionWord({ state, detail: '' } as SessionView, glyphs).text;
const account = (state: string) => accountWord({ state, limits: [] } as unknown as AccountView, glyphs).text;

/** Each table of the page, and what the dashboard draws. */
const DRAWN: Readonly<Record<string, readonly string[]>> = {
  Sessions: SESSION_STATES.map(session),
  Accounts: ACCOUNT_STATES.filter((state) => !UNSAID.includes(state)).map(account),
  Hits: HIT_STATES.map((state) => hitWord(state, glyphs).text),
  'How a session ended in a swap': SESSION_ENDS.map((end) => endWord(end, glyphs).text),
  Tasks: TASK_STATES.map((state) => taskWord(state, glyphs).text),
};

describe('docs/words.md', () => {
  test.each(Object.entries(DRAWN))('%s: every word with its sign, and no other', (heading, drawn) => {
    expect([...firstCells(PAGE, heading)].sort()).toEqual([...drawn].sort());
  });

  test('Vetoes: every one the screen or the transcript gives, and no other', () => {
    const named = filesBelow('src/core/quota', ['.ts']).flatMap((path) =>
      [...readFileSync(join(ROOT, path), 'utf8').matchAll(/veto: '([a-z-]+)'/g)].map(
        ([, veto]) => veto ?? '',
      ),
    );
    const given = new Set<string>([...VETOES, ...named]);
    expect([...firstCells(PAGE, 'Vetoes')].sort()).toEqual([...given].sort());
  });

  test('what may stand in the place of a state has the sign it is drawn with', () => {
    const spans = [...sectionOf(PAGE, 'Sessions').matchAll(/`([^`]+)`/g)].map(([, span]) => span ?? '');
    const after = spans.filter((span) =>
      /^. (?:suspected|typing|continued|restarted|unconfirmed)/u.test(span),
    );
    expect(after).toHaveLength(5);
    for (const shown of after)
      expect(sessionWord({ state: 'ready', detail: shown.slice(2) } as SessionView, glyphs).text).toBe(shown);
  });
});
