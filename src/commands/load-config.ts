import { type LoadedConfig, loadConfig, locateConfig } from '../adapters/config-file.js';
import { type Parsed, text } from './arguments.js';
import { EXIT } from './exit.js';
import { type InvalidConfig, undoneBy } from './problem-lines.js';

/**
 * The configuration that `--config` names, else the one in its place; the exit code after the person was told what is wrong
 * with it, and what did not come about: a clause such as "Nothing was changed".
 */
export function readConfig(parsed: Parsed, undone: string): Exclude<LoadedConfig, InvalidConfig> | number {
  const { env } = process;
  const loaded = loadConfig(locateConfig(text(parsed, 'config'), env), env);
  if (loaded.type !== 'invalid') return loaded;
  process.stderr.write(undoneBy(loaded, undone));
  return EXIT.failed;
}
