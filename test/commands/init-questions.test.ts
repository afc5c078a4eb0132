import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { askAll } from '../../src/commands/init-questions.js';

/** The questions and the accounts that came of them, with `answer` to the one about directories and Enter to the others. */
async function asked(answer: string) {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'cf-ask-')));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const dirs = ['work', 'play'].map((name) => join(home, name));
  for (const dir of dirs) mkdirSync(dir);
  const link = { path: join(home, '.claude'), type: 'missing', target: null } as const;
  const sessions = { groups: [], single: [], unlisted: [] };
  const facts = { link, dirs: dirs.map((dir) => ({ dir, login: true })), sessions, cwds: {} };
  const questions: string[] = [];
  const asker = {
    ask: async (question: string) => {
      questions.push(question);
      return question.startsWith('Which directories') ? answer : '';
    },
    close: () => undefined,
  };
  const context = { home, env: {}, base: home };
  const answers = await askAll(facts, 'none', { asker, context, show: (path) => path, say: () => undefined });
  return { questions, names: answers.accounts.map(({ name }) => name) };
}

test('the accounts are asked for in the form in which the default stands, and any of it is taken', async () => {
  const { questions, names } = await asked('');
  expect(questions.find((one) => one.startsWith('Which'))).toMatch(/with commas\)\? \[1, 2\] $/);
  expect(names).toEqual(['work', 'play']);
  for (const answer of ['2, 1', '2,1', '2 1']) expect((await asked(answer)).names).toEqual(['play', 'work']);
});
