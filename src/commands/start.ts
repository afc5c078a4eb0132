import { loadConfig, locateConfig } from '../adapters/config-file.js';
import type { Environment } from '../adapters/paths.js';
import { type Running, wire } from '../wire.js';
import { EXIT } from './exit.js';
import { type Place, problemLines, stateDirOf } from './place.js';

/** Reads the configuration and starts the supervisor; answers an exit code after telling the person why not. */
export async function startSupervisor(
  place: Place,
  env: Environment,
  headless: boolean,
): Promise<Running | number> {
  const location = locateConfig(place.config, env);
  const loaded = loadConfig(location, env);
  if (loaded.type === 'invalid') {
    process.stderr.write(problemLines(loaded));
    return headless ? EXIT.config : EXIT.failed;
  }
  const stderr = headless ? (line: string) => void process.stderr.write(line) : null;
  const wired = await wire({ location, loaded, stateDir: stateDirOf(place.stateDir, env), env, stderr });
  if (wired.type === 'running') return wired;
  if (wired.type === 'failed') {
    process.stderr.write(`${wired.reason}\n`);
    return EXIT.failed;
  }
  const holder = wired.pid === null ? '' : ` (pid ${wired.pid})`;
  process.stderr.write(
    `Another claude-failover${holder} supervises ${wired.what}. End it first, or use its dashboard.\n`,
  );
  return EXIT.running;
}
