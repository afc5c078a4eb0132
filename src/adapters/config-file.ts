import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ConfigProblem } from '../core/config/issues.js';
import { parseConfig } from '../core/config/parse.js';
import type { Config } from '../core/config/schema.js';
import { openConfigDocument } from './config-document.js';
import { type Environment, expandPath, homeFolder, type PathContext, xdgFolder } from './paths.js';
import { realOrSame } from './real-path.js';

export interface ConfigLocation {
  readonly path: string;
  /** Named by the person (`--config`, CLAUDE_FAILOVER_CONFIG): then it must be there. */
  readonly named: boolean;
}

export type LoadedConfig =
  /** No file: observe mode over what is found. */
  | { readonly type: 'none'; readonly path: string }
  /** Paths are absolute; account directories that exist are real paths. */
  | { readonly type: 'ok'; readonly path: string; readonly config: Config }
  | { readonly type: 'invalid'; readonly path: string; readonly problems: readonly ConfigProblem[] };

/** Where the configuration is looked for: `--config`, then CLAUDE_FAILOVER_CONFIG, then the XDG folder. */
export function locateConfig(
  flag: string | null,
  env: Environment = process.env,
  cwd: string = process.cwd(),
): ConfigLocation {
  const home = homeFolder(env);
  const named = flag ?? env.CLAUDE_FAILOVER_CONFIG ?? '';
  if (named !== '') return { path: expandPath(named, { home, env, base: cwd }), named: true };
  return {
    path: join(xdgFolder('XDG_CONFIG_HOME', { home, env }), 'claude-failover', 'config.yaml'),
    named: false,
  };
}

function resolvePaths(config: Config, context: PathContext): Config {
  const expand = (path: string) => expandPath(path, context);
  const { accounts, sessions, tmux, dispatcher } = config;
  const { pool, ...others } = sessions;
  return {
    ...config,
    accounts: {
      ...accounts,
      link: expand(accounts.link),
      list: accounts.list.map((account) => ({ ...account, dir: realOrSame(expand(account.dir)) })),
    },
    sessions: {
      ...others,
      ...(pool === undefined ? {} : { pool: { ...pool, cwd: expand(pool.cwd) } }),
      dedicated: sessions.dedicated.map(({ cwd, ...entry }) => ({
        ...entry,
        ...(cwd === undefined ? {} : { cwd: expand(cwd) }),
      })),
    },
    tmux: { socket: /^[~/]/.test(tmux.socket) ? expand(tmux.socket) : tmux.socket },
    dispatcher: { ...dispatcher, queue_dir: expand(dispatcher.queue_dir) },
  };
}

/** What paths of a configuration file are read against. */
export function contextOf(path: string, env: Environment): PathContext {
  return { home: homeFolder(env), env, base: dirname(path) };
}

/** A path that cannot even be looked at is there: reading it says why not. */
function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

/** Reads, checks and resolves the file. Never throws; every problem of the file comes at once. */
export function loadConfig({ path, named }: ConfigLocation, env: Environment = process.env): LoadedConfig {
  if (!isThere(path)) {
    if (!named) return { type: 'none', path };
    const message = 'is not there: name another one, or write it (config.example.yaml shows every key)';
    return { type: 'invalid', path, problems: [{ file: path, line: null, column: null, key: '', message }] };
  }
  const opened = openConfigDocument(path);
  if (!opened.ok) return { type: 'invalid', path, problems: opened.problems };
  const context = contextOf(path, env);
  const { raw, locate } = opened.document;
  const parsed = parseConfig({ file: path, raw, locate, normalise: (text) => expandPath(text, context) });
  if (!parsed.ok) return { type: 'invalid', path, problems: parsed.problems };
  return { type: 'ok', path, config: resolvePaths(parsed.config, context) };
}
