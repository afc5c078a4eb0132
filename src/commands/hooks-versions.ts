import type { LoadedConfig } from '../adapters/config-file.js';
import { askCommands } from '../adapters/doctor/cli.js';
import { askSupervisor } from '../adapters/http/client.js';
import type { Whereabouts } from '../adapters/http/socket-place.js';
import { knowsStopFailure } from '../core/hooks/own-entries.js';
import type { Snapshot } from '../core/snapshot.js';
import { doctorContext } from './doctor-context.js';

const PROGRAM_WITHIN_MS = 10_000;
const SUPERVISOR_WITHIN_MS = 1_000;

/** Versions of Claude Code in use: of the configured commands, and of the sessions a running supervisor sees. */
async function versionsInUse(where: Whereabouts, loaded: LoadedConfig): Promise<readonly string[]> {
  const [asked, reply] = await Promise.all([
    askCommands(doctorContext(where, loaded, PROGRAM_WITHIN_MS)),
    askSupervisor(where, 'GET', '/status', { withinMs: SUPERVISOR_WITHIN_MS }),
  ]);
  const seen = reply.type === 'answer' ? ((reply.body as Partial<Snapshot> | null)?.sessions ?? []) : [];
  return [...asked.map(({ fact }) => fact.version), ...seen.map(({ version }) => version)].filter(
    (version) => version !== null,
  );
}

/** Why `StopFailure` must stay out, one sentence; null when every CLI in use is known and knows it. */
export async function whyNoStopFailure(where: Whereabouts, loaded: LoadedConfig): Promise<string | null> {
  const versions = await versionsInUse(where, loaded);
  const old = versions.find((version) => !knowsStopFailure(version));
  if (old !== undefined)
    return `StopFailure is left out: Claude Code ${old} is in use, and versions before 2.1.80 skip a whole settings file that names it. Update it, then install again.`;
  if (versions.length > 0) return null;
  return 'StopFailure is left out: which Claude Code is in use could not be told, and versions before 2.1.80 skip a whole settings file that names it. If yours is newer, add --stop-failure.';
}
