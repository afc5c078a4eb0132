import { loadConfig, locateConfig } from '../adapters/config-file.js';
import type { Environment } from '../adapters/paths.js';
import { type Running, type Wired, wire } from '../wire.js';
import { EXIT } from './exit.js';
import { pidNote } from './holder.js';
import { type Place, stateDirOf } from './place.js';
import { type InvalidConfig, undoneBy } from './problem-lines.js';

/** What became of a start: a supervisor, or why there is none. */
export type Attempt = Wired | InvalidConfig;

/** Reads the configuration and starts the supervisor. */
export async function tryStart(place: Place, env: Environment, headless: boolean): Promise<Attempt> {
  const location = locateConfig(place.config, env);
  const loaded = loadConfig(location, env);
  if (loaded.type === 'invalid') return loaded;
  const stderr = headless ? (line: string) => void process.stderr.write(line) : null;
  return wire({ location, loaded, stateDir: stateDirOf(place.stateDir, env), env, stderr });
}

/** Tells the person why no supervisor was started; the exit code. */
export function tellNotStarted(attempt: Exclude<Attempt, Running>, headless: boolean): number {
  if (attempt.type === 'invalid') {
    process.stderr.write(undoneBy(attempt, 'claude-failover was not started'));
    return headless ? EXIT.config : EXIT.failed;
  }
  if (attempt.type === 'failed') {
    process.stderr.write(`${attempt.reason}\n`);
    return EXIT.failed;
  }
  process.stderr.write(
    `Another claude-failover${pidNote(attempt.pid)} supervises ${attempt.what}. End it first, or use its dashboard.\n`,
  );
  return EXIT.running;
}

/** Reads the configuration and starts the supervisor; answers an exit code after telling the person why not. */
export async function startSupervisor(
  place: Place,
  env: Environment,
  headless: boolean,
): Promise<Running | number> {
  const attempt = await tryStart(place, env, headless);
  return attempt.type === 'running' ? attempt : tellNotStarted(attempt, headless);
}
