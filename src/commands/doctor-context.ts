import type { LoadedConfig } from '../adapters/config-file.js';
import type { DoctorContext } from '../adapters/doctor/context.js';
import { homeFolder } from '../adapters/paths.js';
import type { Where } from './where.js';

/** This machine as it is now, for whoever looks at it. */
export function doctorContext(
  { stateDir, env }: Where,
  loaded: LoadedConfig,
  programWithinMs: number,
): DoctorContext {
  return {
    env,
    home: homeFolder(env),
    uid: process.getuid?.() ?? -1,
    platform: process.platform,
    stateDir,
    loaded,
    config: loaded.type === 'ok' ? loaded.config : null,
    nowMs: Date.now(),
    programWithinMs,
  };
}
