import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { locateConfig } from '../adapters/config-file.js';
import { homeFolder } from '../adapters/paths.js';
import { linkFacts } from '../adapters/setup/find-dirs.js';
import { cleanText } from '../core/clean-text.js';
import { configText } from '../core/setup/config-text.js';
import {
  type Answers,
  defaultAnswers,
  missingForFailover,
  type SetupFacts,
} from '../core/setup/init-answers.js';
import { shownPath } from '../core/setup/show-path.js';
import { parseArguments, text } from './arguments.js';
import { askOnTerminal, NotAnswered } from './ask.js';
import { EXIT, UsageError } from './exit.js';
import { lookAround, type Seen, socketFrom } from './init-look.js';
import { askAll, askYes } from './init-questions.js';
import { writeConfig } from './init-write.js';
import { complain, out, table } from './print.js';
import { refuse } from './refuse.js';

const EXAMPLE = fileURLToPath(new URL('../../config.example.yaml', import.meta.url));

/** `init`: looks around, asks a little, writes a commented configuration. */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(argv, {
    config: { type: 'string' },
    yes: { type: 'boolean' },
    print: { type: 'boolean' },
    force: { type: 'boolean' },
    socket: { type: 'string' },
  });
  const [yes, print, force] = ['yes', 'print', 'force'].map((name) => parsed.values[name] === true);
  if (print && force) throw new UsageError('--print writes no file, so there is nothing to --force');
  const socket = text(parsed, 'socket') ?? socketFrom(process.env);
  if (!/^([A-Za-z0-9_.-]{1,100}|\/[^\n\r]+)$/.test(socket))
    throw new UsageError('--socket takes the name of a tmux socket, or an absolute path');
  const { path } = locateConfig(text(parsed, 'config'), process.env);
  const home = homeFolder(process.env);
  const show = (shown: string) => shownPath(shown, home);
  if (!print && !force && existsSync(path)) {
    return refuse(
      `${show(path)} is there already: nothing was written. Edit it (claude-failover config check), or say --force.`,
    );
  }
  const asker = yes || print ? null : askOnTerminal();
  if (asker === null && !yes && !print) {
    return refuse(
      'Nothing was written: there is no terminal to ask on. Say --yes for every default, or --print to see them.',
    );
  }
  const seen = await lookAround(socket, join(home, '.claude'));
  if (!print) tell(seen, show);
  const defaults = defaultAnswers(seen.facts, socket);
  if (print) {
    out(textOf(defaults, home));
    return EXIT.good;
  }
  if (asker === null) return write(path, defaults, { force: force === true, home });
  try {
    const at = {
      asker,
      context: { home, env: process.env, base: resolve('.') },
      show,
      say: (line: string) => out(`${line}\n`),
    };
    const answers = await askAll(seen.facts, socket, at);
    if (await askYes(at, `Write ${show(path)}?`))
      return await write(path, answers, { force: force === true, home });
    return refuse('Nothing was written.');
  } catch (error) {
    if (!(error instanceof NotAnswered)) throw error;
    out('\n');
    complain('Nothing was written.');
    return EXIT.failed;
  } finally {
    asker.close();
  }
}

/** Paths below the home are written with `~`, so that the file still holds when the home moves. */
function textOf(answers: Answers, home: string): string {
  const short = (path: string) => (path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path);
  const { link, accounts, pool } = answers;
  return configText(readFileSync(EXAMPLE, 'utf8'), {
    ...answers,
    link: short(link),
    accounts: accounts.map((account) => ({ ...account, dir: short(account.dir) })),
    pool: pool === null ? null : { ...pool, cwd: short(pool.cwd) },
  });
}

function tell({ facts, trouble, pinned }: Seen, show: (path: string) => string): void {
  const { link, dirs, sessions } = facts;
  const leads: Readonly<Record<SetupFacts['link']['type'], string>> = {
    link: `a link to ${show(link.target ?? '')}`,
    directory: 'a directory, not a link: one account, so no failover yet',
    missing: 'not there',
    other: 'neither a link nor a directory',
  };
  out(`${show(link.path)} is ${leads[link.type]}.\n`);
  if (dirs.length === 0) out('No account directory was found.\n');
  else {
    out('Directories that can be accounts:\n');
    out(
      table(
        dirs.map(({ dir, login }, index) => [
          `${index + 1}`,
          show(dir),
          login ? 'logged in' : 'no login yet',
        ]),
        '  ',
      ),
    );
  }
  if (trouble !== null) out(`${cleanText(trouble)}\n`);
  const names = [...sessions.groups.flatMap((group) => group.names), ...sessions.single];
  if (trouble === null && names.length + sessions.unlisted.length + pinned.length === 0)
    out('tmux runs, but no session in it runs Claude Code.\n');
  if (names.length > 0)
    out(
      `Claude Code runs in ${names.length} tmux ${names.length === 1 ? 'session' : 'sessions'}: ${names.join(', ')}\n`,
    );
  if (sessions.unlisted.length > 0)
    out(`Watched only, because a configuration cannot hold their names: ${quoted(sessions.unlisted)}\n`);
  if (pinned.length > 0)
    out(`Watched only, because they have a directory or a login of their own: ${quoted(pinned)}\n`);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${cleanText(name, 64)}"`).join(', ');
}

interface WriteOptions {
  readonly force: boolean;
  readonly home: string;
}

async function write(path: string, answers: Answers, { force, home }: WriteOptions): Promise<number> {
  const written = await writeConfig(path, textOf(answers, home), force);
  if (!written.ok) {
    for (const line of written.reason.trimEnd().split('\n')) complain(line);
    return written.refused ? EXIT.refused : EXIT.failed;
  }
  const show = (shown: string) => shownPath(shown, home);
  out(`${show(path)} is written: mode ${answers.mode}.\n`);
  if (written.backup !== null) out(`The one before it: ${show(written.backup)}\n`);
  for (const line of nextSteps(answers, show)) out(`${line}\n`);
  return EXIT.good;
}

/** What to do after the configuration stands, in order. */
function nextSteps(
  { link, accounts, mode, pool, dedicated }: Answers,
  show: (path: string) => string,
): readonly string[] {
  const facts = linkFacts(link);
  const missing = missingForFailover(facts, accounts);
  const start = `${mode === 'auto' ? 'Start' : 'To watch meanwhile, start'} it in tmux: claude-failover`;
  const unlisted =
    pool === null && dedicated.length === 0
      ? [
          'No session is listed, so after a swap none would be set going again. Start yours in tmux and write this',
          'anew (claude-failover init --force), or name them under sessions in the file.',
        ]
      : [];
  const tasks =
    pool === null
      ? ['Queued tasks need sessions of their own: name a pool of them in the file (sessions.pool).']
      : [];
  if (missing.length === 0)
    return [
      ...unlisted,
      ...tasks,
      'Look for trouble ahead: claude-failover doctor',
      'Start it in tmux: claude-failover',
    ];
  const adopt =
    facts.type === 'directory'
      ? ['Make the directory an account, and add a second one: claude-failover adopt --add NAME']
      : facts.type === 'link' && accounts.length < 2
        ? ['Add a second account: claude-failover adopt --add NAME']
        : [];
  const logins = accounts
    .filter(({ login }) => !login)
    .map(({ name, dir }) => `Log in to ${name}: CLAUDE_CONFIG_DIR=${show(dir)} claude`);
  return [
    `Failover still needs ${missing.join('; and ')}.`,
    ...adopt,
    ...logins,
    ...tasks,
    'Then write this anew: claude-failover init --force',
    start,
  ];
}
