import type { Session } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { switchesInPlace } from '../quota/attribution.js';
import { canRestart, isOurs } from '../sessions/kind.js';

/** After a flip: working sessions whose CLI keeps the old login finish their turn first. */
export function planDrains(step: Step): void {
  const known = new Set(step.durable.drains.map((drain) => drain.session));
  const fresh = Object.values(step.live.sessions)
    .filter(
      (session) =>
        !known.has(session.seen.id) && session.reading?.busy === true && keepsOldLogin(step, session),
    )
    .map((session) => ({ session: session.seen.id, name: session.seen.name, since: step.at }));
  if (fresh.length > 0) step.patch({ drains: [...step.durable.drains, ...fresh] });
}

/** It can be started again with its own conversation, and only that brings it to the active account. */
export function keepsOldLogin(step: Step, session: Session): boolean {
  const { seen } = session;
  if (!isOurs(session.kind) || seen.conversation === null || switchesInPlace(seen.version)) return false;
  return session.startAccount !== step.durable.activeAccount && canRestart(seen, step.settings);
}
