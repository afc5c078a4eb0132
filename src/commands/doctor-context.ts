import type { LoadedConfig } from '../adapters/config-file.js';
import type { DoctorContext } from '../adapters/doctor/context.js';
import type { Whereabouts } from '../adapters/http/socket-place.js';
import { homeFolder } from '../adapters/paths.js';

/** This machine as it is now, for whoever looks at it. */
export function doctorContext(
  { stateDir, env }: Whereabouts,
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
