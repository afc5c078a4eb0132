import { now } from './adapters/clock.js';
import { type SocketServer, serveSocket } from './adapters/http/server.js';
import type { Environment } from './adapters/paths.js';
import type { Config } from './core/config/schema.js';
import { settingsOf } from './core/config/settings.js';
import type { Supervisor } from './supervisor/supervisor.js';

export interface ListenOptions {
  readonly stateDir: string;
  readonly env: Environment;
  readonly supervisor: Supervisor;
  readonly config: () => Config | null;
}

/** From now on other processes may ask the supervisor and give it orders. */
export function listenTo({ stateDir, env, supervisor, config }: ListenOptions): Promise<SocketServer> {
  return serveSocket({
    stateDir,
    env,
    store: supervisor,
    facts: () => ({
      nowMs: Date.now(),
      pollIntervalMs: settingsOf(config()).pollIntervalMs,
      stateWritten: supervisor.stateWritten,
    }),
    onNote: (text) => supervisor.post({ type: 'noted', at: now(), level: 'warn', text }),
  });
}
