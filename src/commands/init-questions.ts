import { expandPath, type PathContext } from '../adapters/paths.js';
import { dirRefusal, hasLogin, linkFacts } from '../adapters/setup/find-dirs.js';
import { foundAt } from '../adapters/setup/look.js';
import { NAME } from '../core/config/schema.js';
import {
  type Account,
  type Answers,
  defaultAnswers,
  defaultMode,
  type FoundDir,
  poolOf,
  type SetupFacts,
  withNames,
} from '../core/setup/init-answers.js';
import { MODES } from '../core/words.js';
import type { Asker } from './ask.js';

export interface Questions {
  readonly asker: Asker;
  readonly context: PathContext;
  readonly show: (path: string) => string;
  /** One line for the person. */
  readonly say: (line: string) => void;
}

type Judged<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

function good<T>(value: T): Judged<T> {
  return { ok: true, value };
}

/** Asks until the answer holds; Enter takes what stands in brackets. */
async function ask<T>(
  at: Questions,
  question: string,
  byDefault: string,
  judge: (answer: string) => Judged<T>,
): Promise<T> {
  for (;;) {
    const answer = await at.asker.ask(`${question} [${byDefault}] `);
    const judged = judge(answer === '' ? byDefault : answer);
    if (judged.ok) return judged.value;
    at.say(`  ${judged.why}.`);
  }
}

function judgeDirs(
  answer: string,
  found: readonly FoundDir[],
  at: Questions,
  link: string,
): Judged<readonly FoundDir[]> {
  if (answer === 'none') return good([]);
  const words = /^[\d\s,]+$/.test(answer) ? answer.split(/[\s,]+/) : answer.split(',');
  const dirs: FoundDir[] = [];
  for (const word of words.map((part) => part.trim()).filter((part) => part !== '')) {
    const numbered = /^\d+$/.test(word) ? (found[Number(word) - 1] ?? null) : undefined;
    if (numbered === null) return { ok: false, why: `There is no directory ${word} in the list` };
    const dir = numbered?.dir ?? expandPath(word, at.context);
    const why = dirRefusal(dir, link);
    if (why !== null) return { ok: false, why: `${at.show(dir)} ${why}` };
    if (dirs.some((other) => other.dir === dir)) return { ok: false, why: `${at.show(dir)} is there twice` };
    dirs.push(numbered ?? { dir, login: hasLogin(dir) });
  }
  return good(dirs);
}

async function askAccounts(
  at: Questions,
  link: string,
  found: readonly FoundDir[],
): Promise<readonly Account[]> {
  const all = found.length === 0 ? 'none' : found.map((_dir, index) => index + 1).join(', ');
  const question =
    'Which directories are accounts, the one to use first in front (numbers or paths, with commas)?';
  const dirs = await ask(at, question, all, (answer) => judgeDirs(answer, found, at, link));
  const accounts: Account[] = [];
  for (const account of withNames(dirs)) {
    const name = await ask(at, `Name of the account in ${at.show(account.dir)}?`, account.name, (answer) => {
      if (!NAME.test(answer))
        return { ok: false, why: 'A name takes 1 to 64 letters, digits, "_" or "-", not "-" first' };
      return accounts.some((other) => other.name === answer)
        ? { ok: false, why: `"${answer}" is the name of another account already` }
        : good(answer);
    });
    accounts.push({ ...account, name });
  }
  return accounts;
}

function judgeLink(answer: string, at: Questions): Judged<string> {
  const path = expandPath(answer, at.context);
  if (/[\n\r]/.test(path)) return { ok: false, why: 'A path takes one line' };
  const { type } = foundAt(path);
  return type === 'file' ? { ok: false, why: `${at.show(path)} is a file` } : good(path);
}

type Use = 'resume' | 'pool' | 'watch';

async function askSessions(
  at: Questions,
  { sessions, cwds }: SetupFacts,
): Promise<Pick<Answers, 'pool' | 'dedicated'>> {
  let pool: Answers['pool'] = null;
  const dedicated: string[] = [];
  for (const group of sessions.groups) {
    const offered: readonly Use[] = pool === null ? ['resume', 'pool', 'watch'] : ['resume', 'watch'];
    const words = pool === null ? ', pool (queued tasks replace what runs in them)' : '';
    const question = `${group.names.join(', ')}: resume after a swap${words}, or watch only?`;
    const use = await ask(at, question, 'resume', (answer) => {
      const word = offered.find((candidate) => candidate === answer.toLowerCase());
      return word ? good(word) : { ok: false, why: `Answer ${offered.join(', ')}` };
    });
    if (use === 'pool') pool = poolOf(group, cwds);
    if (use === 'resume') dedicated.push(...group.names);
  }
  if (sessions.single.length === 0) return { pool, dedicated };
  const yes = await askYes(at, `${sessions.single.join(', ')}: resume after a swap?`);
  return { pool, dedicated: yes ? [...dedicated, ...sessions.single] : dedicated };
}

/** A yes-or-no question; Enter is a yes. */
export async function askYes(at: Questions, question: string): Promise<boolean> {
  return ask(at, question, 'yes', (answer) => {
    if (/^y(es)?$/i.test(answer)) return good(true);
    return /^no?$/i.test(answer) ? good(false) : { ok: false, why: 'Answer yes or no' };
  });
}

/** Every question, each with its default. Throws `NotAnswered` when the person ends them. */
export async function askAll(facts: SetupFacts, socket: string, at: Questions): Promise<Answers> {
  const link = await ask(
    at,
    'The link Claude Code uses as its directory?',
    at.show(facts.link.path),
    (answer) => judgeLink(answer === at.show(facts.link.path) ? facts.link.path : answer, at),
  );
  const accounts = await askAccounts(at, link, facts.dirs);
  const { pool, dedicated } = await askSessions(at, facts);
  const mode = await ask(
    at,
    'Mode: auto (swaps by itself), confirm (asks first), observe (only says what it would do)?',
    defaultMode(linkFacts(link), accounts),
    (answer) => {
      const chosen = MODES.find((candidate) => candidate === answer.toLowerCase());
      return chosen ? good(chosen) : { ok: false, why: `Answer ${MODES.join(', ')}` };
    },
  );
  return { ...defaultAnswers(facts, socket), link, accounts, pool, dedicated, mode };
}
