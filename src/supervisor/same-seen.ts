import type { SessionObservation } from '../core/engine/events.js';
import { isSameServer } from '../core/same-server.js';

type Config = SessionObservation['config'];
type Target = SessionObservation['target'];

/**
 * The observation of the last poll where nothing is new, else the new one. Of a hundred idle sessions a poll then makes
 * nothing that must be kept, and what was concluded from an observation holds for as long as it is the same object.
 */
export function sameOrNew(old: SessionObservation | null, now: SessionObservation): SessionObservation {
  if (old === null || typeof now.reading !== 'string' || now.rows.length > 0) return now;
  const same =
    old.reading === now.reading &&
    old.rows.length === 0 &&
    old.id === now.id &&
    old.name === now.name &&
    old.agent === now.agent &&
    isSameConfig(old.config, now.config) &&
    old.version === now.version &&
    old.conversation === now.conversation &&
    old.status === now.status &&
    old.transcript === now.transcript &&
    old.personActiveAtMs === now.personActiveAtMs &&
    isSameTarget(old.target, now.target);
  return same ? old : now;
}

function isSameConfig(a: Config, b: Config): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && a.account === b.account);
}

function isSameTarget(a: Target, b: Target): boolean {
  return a.pane === b.pane && a.panePid === b.panePid && isSameServer(a.server, b.server);
}
