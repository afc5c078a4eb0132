import { loadConfig, locateConfig } from '../adapters/config-file.js';
import { configJsonSchema } from '../core/config/schema.js';
import { parseArguments, text } from './arguments.js';
import { EXIT, UsageError } from './exit.js';
import { problemLines } from './place.js';

/** `config path|check|schema`. */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(argv, { config: { type: 'string' } }, 1);
  const location = locateConfig(text(parsed, 'config'), process.env);
  switch (parsed.positionals[0]) {
    case 'path':
      process.stdout.write(`${location.path}\n`);
      return EXIT.good;
    case 'schema':
      process.stdout.write(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
      return EXIT.good;
    case 'check':
      return check(location);
    default:
      throw new UsageError('config takes path, check or schema');
  }
}

function check(location: ReturnType<typeof locateConfig>): number {
  const loaded = loadConfig(location);
  if (loaded.type === 'invalid') {
    process.stderr.write(problemLines(loaded));
    return EXIT.failed;
  }
  process.stdout.write(
    loaded.type === 'none' ? `${loaded.path}: not there; observe mode\n` : `${loaded.path}: good\n`,
  );
  return EXIT.good;
}
