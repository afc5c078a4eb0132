import { locateConfig } from '../adapters/config-file.js';
import { configJsonSchema } from '../core/config/json-schema.js';
import { type Parsed, PLACE_OPTIONS, parseArguments, refuseOthers, text } from './arguments.js';
import { checkConfig } from './config-check.js';
import { EXIT, UsageError } from './exit.js';
import { stateDirOf } from './place.js';
import { out } from './print.js';

const OPTIONS = { ...PLACE_OPTIONS, json: { type: 'boolean' }, 'dry-run': { type: 'boolean' } } as const;

/** What each takes: so many arguments, and options besides `--config`. */
const VERBS: Readonly<Record<string, { readonly takes: string; readonly options: readonly string[] }>> = {
  path: { takes: '', options: ['json'] },
  check: { takes: '', options: ['json'] },
  schema: { takes: '', options: ['json'] },
  set: { takes: 'KEY VALUE', options: ['state-dir', 'dry-run'] },
  unset: { takes: 'KEY', options: ['state-dir', 'dry-run'] },
};

/** `config path|check|schema|set|unset`. */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(negativesLast(argv), OPTIONS, 3);
  const [verb = '', key, value] = parsed.positionals;
  checkWords(parsed, verb);
  const location = locateConfig(text(parsed, 'config'), process.env);
  switch (verb) {
    case 'path':
      out(`${location.path}\n`);
      return EXIT.good;
    case 'schema':
      out(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
      return EXIT.good;
    case 'check':
      return checkConfig(location, process.env, parsed.values.json === true);
    default: {
      const stateDir = stateDirOf(text(parsed, 'state-dir'), process.env);
      const dryRun = parsed.values['dry-run'] === true;
      const { editKey } = await import('./config-set.js');
      const words = { key: key ?? '', value: value ?? null };
      return editKey({ location, stateDir, env: process.env, dryRun, ...words });
    }
  }
}

/** `-100123` is a value, not an option: values come last. */
function negativesLast(argv: readonly string[]): readonly string[] {
  const isNegative = (word: string): boolean => /^-\d/.test(word);
  const negatives = argv.filter(isNegative);
  if (negatives.length === 0 || argv.includes('--')) return argv;
  return [...argv.filter((word) => !isNegative(word)), '--', ...negatives];
}

/** As many arguments, and only the options, that the verb takes. */
function checkWords(parsed: Parsed, verb: string): void {
  const found = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (found === undefined) throw new UsageError('config takes path, check, schema, set or unset');
  const { takes, options } = found;
  const count = takes === '' ? 0 : takes.split(' ').length;
  if (parsed.positionals.length !== count + 1)
    throw new UsageError(`config ${verb} takes ${takes === '' ? 'no further argument' : takes}`);
  refuseOthers(parsed, `config ${verb}`, ['config', ...options]);
}
