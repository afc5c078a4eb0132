import { locateConfig } from '../adapters/config-file.js';
import { configJsonSchema } from '../core/config/json-schema.js';
import { parseArguments, text } from './arguments.js';
import { checkConfig } from './config-check.js';
import { EXIT, UsageError } from './exit.js';
import { out } from './print.js';

/** `config path|check|schema`. */
export async function run(argv: readonly string[]): Promise<number> {
  const options = { config: { type: 'string' }, json: { type: 'boolean' } } as const;
  const parsed = parseArguments(argv, options, 1);
  const json = parsed.values.json === true;
  const location = locateConfig(text(parsed, 'config'), process.env);
  switch (parsed.positionals[0]) {
    case 'path':
      out(`${location.path}\n`);
      return EXIT.good;
    case 'schema':
      out(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
      return EXIT.good;
    case 'check':
      return checkConfig(location, process.env, json);
    default:
      throw new UsageError('config takes path, check or schema');
  }
}
