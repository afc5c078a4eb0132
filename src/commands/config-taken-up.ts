import { lockHolder, readOwner } from '../adapters/lock.js';
import { realOrSame } from '../adapters/real-path.js';
import { cleanText } from '../core/clean-text.js';
import { liveConfig } from '../core/config/live.js';
import type { Config } from '../core/config/schema.js';

/** Whether the running supervisor makes use of a changed file by itself: a sentence, null when none runs. */
export async function takenUp(
  where: { readonly file: string; readonly stateDir: string },
  before: { readonly text: string | null; readonly config: Config | null },
  after: Config,
): Promise<string | null> {
  const holder = await lockHolder({ kind: 'state', dir: where.stateDir });
  if (holder === null) return null;
  const used = readOwner(where.stateDir)?.config ?? null;
  if (used !== null && realOrSame(used) !== realOrSame(where.file))
    return `The running claude-failover uses ${cleanText(used)}, not this file.`;
  // Of a file that was wrong before nobody knows what the running one made of it: what waits is what differs from none.
  const started = before.text === null ? null : before.config;
  const { waiting } = liveConfig(started, started, after, null);
  if (waiting.length === 0) return 'The running claude-failover takes it up by itself within seconds.';
  return `${waiting.join(', ')} ${waiting.length === 1 ? 'takes' : 'take'} effect when the running claude-failover is started anew.`;
}
