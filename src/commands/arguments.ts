import { parseArgs } from 'node:util';
import { errorText } from '../adapters/errors.js';
import { cleanText } from '../core/clean-text.js';
import { nearest } from '../core/config/nearest.js';
import { UsageError } from './exit.js';

type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;

export interface Parsed {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
}

/** Reads options and at most `most` other arguments; anything else is a usage error with one sentence. */
export function parseArguments(argv: readonly string[], options: Options, most = 0): Parsed {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options,
      allowPositionals: true,
      strict: true,
    });
    if (positionals.length > most)
      throw new UsageError(`unexpected argument "${cleanText(positionals[most] ?? '', 80)}"`);
    return { values: values as Parsed['values'], positionals };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(wordsOf(errorText(error), Object.keys(options)));
  }
}

/** Node's own sentence on what is wrong (its advice on `--` is left out), with the option that was most likely meant. */
function wordsOf(text: string, names: readonly string[]): string {
  const said = (text.split('. ')[0] ?? text).replace(/\.$/, '');
  const unknown = /^Unknown option '--([^']+)'/.exec(said)?.[1];
  const meant = unknown === undefined ? null : nearest(unknown, names);
  return cleanText(meant === null ? said : `${said} (did you mean --${meant}?)`);
}

/** A string option, null when not given. */
export function text(parsed: Parsed, name: string): string | null {
  const value = parsed.values[name];
  return typeof value === 'string' ? value : null;
}

/** A usage error when an option was given that this word of a command, such as `queue list`, does not take. */
export function refuseOthers({ values }: Parsed, word: string, known: readonly string[]): void {
  const other = Object.keys(values).find((name) => values[name] !== undefined && !known.includes(name));
  if (other !== undefined) throw new UsageError(`${word} takes no --${other}`);
}

export const PLACE_OPTIONS = { config: { type: 'string' }, 'state-dir': { type: 'string' } } as const;
