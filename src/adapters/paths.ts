import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** The variables of a process; `process.env` is one. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface PathContext {
  readonly home: string;
  readonly env: Environment;
  /** What relative paths are relative to: the directory of the file that holds them. */
  readonly base: string;
}

const XDG_DEFAULTS = {
  XDG_CONFIG_HOME: '.config',
  XDG_STATE_HOME: '.local/state',
  XDG_DATA_HOME: '.local/share',
} as const;

export type XdgFolder = keyof typeof XDG_DEFAULTS;

/** The XDG base folder; a relative value of the variable is ignored, as the specification (0.8) demands. */
export function xdgFolder(folder: XdgFolder, context: Pick<PathContext, 'home' | 'env'>): string {
  const value = context.env[folder];
  return value !== undefined && isAbsolute(value) ? value : join(context.home, XDG_DEFAULTS[folder]);
}

/** HOME when it is an absolute path, else what the password database says. */
export function homeFolder(env: Environment): string {
  return env.HOME !== undefined && isAbsolute(env.HOME) ? env.HOME : homedir();
}

/** Absolute and without trailing slash: `~`, a leading `$HOME` or `$XDG_…_HOME`, and relative parts resolved. */
export function expandPath(text: string, context: PathContext): string {
  if (text === '~' || text.startsWith('~/')) return resolve(context.home, text.slice(2));
  const variable = /^\$(HOME|XDG_(?:CONFIG|STATE|DATA)_HOME)(?:\/|$)/.exec(text);
  if (variable === null) return resolve(context.base, text);
  const rest = text.slice(variable[0].length);
  const name = variable[1];
  const root = name === undefined || name === 'HOME' ? context.home : xdgFolder(name as XdgFolder, context);
  return resolve(root, rest);
}
