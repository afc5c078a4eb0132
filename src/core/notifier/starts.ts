import { HOUR } from '../time.js';
import type { Notice } from './message.js';
import type { Outbox } from './outbox.js';

const LOOP_AT = 3;
const KEPT = 20;

/**
 * A supervisor takes the outbox into its hands. After an improper end of the one before there is something to tell:
 * the first within an hour, and once more when it becomes a loop.
 */
export function started(
  outbox: Outbox,
  nowMs: number,
): { readonly outbox: Outbox; readonly notice: Notice | null } {
  const recent = outbox.unclean.filter((atMs) => Math.abs(nowMs - atMs) < HOUR);
  if (!outbox.running) return { outbox: { ...outbox, running: true, unclean: recent }, notice: null };
  const unclean = [...recent, nowMs].slice(-KEPT);
  const text = wordsFor(unclean.length);
  const notice: Notice | null = text === null ? null : { kind: 'restarted', text, about: null, atMs: nowMs };
  return { outbox: { ...outbox, unclean }, notice };
}

function wordsFor(ends: number): string | null {
  if (ends === 1)
    return 'claude-failover runs again; it had ended without being told to. supervisor.log may say why.';
  if (ends !== LOOP_AT) return null;
  return `claude-failover ended ${ends} times within an hour and was started again each time. Read supervisor.log.`;
}
