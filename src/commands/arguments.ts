import { parseArgs } from 'node:util';
import { errorText } from '../adapters/errors.js';
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
    if (positionals.length > most) throw new UsageError(`unexpected argument "${positionals[most]}"`);
    return { values: values as Parsed['values'], positionals };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const text = errorText(error);
    throw new UsageError((text.split('. ')[0] ?? text).replace(/\.$/, ''));
  }
}

/** A string option, null when not given. */
export function text(parsed: Parsed, name: string): string | null {
  const value = parsed.values[name];
  return typeof value === 'string' ? value : null;
}

export const PLACE_OPTIONS = { config: { type: 'string' }, 'state-dir': { type: 'string' } } as const;
