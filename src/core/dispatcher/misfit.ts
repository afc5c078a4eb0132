import type { Settings } from '../engine/settings.js';
import { isPoolName, poolRange } from '../sessions/kind.js';

/**
 * Why a task that is pinned to this session can never be handed out, as it continues a sentence; null when it can. A place
 * of the pool that nobody fills just now is waited for; so is the pool itself while none is configured.
 */
export function misfit(
  { pool, dedicated }: Pick<Settings, 'pool' | 'dedicated'>,
  session: string | undefined,
): string | null {
  if (session === undefined || !pool) return null;
  if (dedicated.includes(session))
    return `session: ${session} is a dedicated session, these get no tasks. Name a session of the pool`;
  if (isPoolName(session, pool)) return null;
  return `session: ${session} is no session of the pool. It has ${poolRange(pool)}`;
}
