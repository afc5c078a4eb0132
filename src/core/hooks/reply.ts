import type { Snapshot } from '../snapshot.js';
import type { LineReply } from './line.js';

/** What the status line of this conversation shows of us. */
export function replyTo(snapshot: Snapshot, conversation: string): LineReply {
  const session = snapshot.sessions.find((one) => one.conversation === conversation);
  const state = stateOf(snapshot);
  const until = (state === 'hold' ? snapshot.hold : state === 'cooldown' ? snapshot.cooldown : null)?.until;
  return { account: session?.account ?? '', state, untilMs: until ? Date.parse(until) : null };
}

/** The one thing that matters most now; '' when nothing does. */
function stateOf({ needs, swap, hold, proposal, breaker, cooldown, paused, mode }: Snapshot): string {
  if (needs.length > 0) return 'failover needs you';
  if (swap && swap.phase !== 'done' && swap.phase !== 'rolled-back') return `swap to ${swap.to}`;
  if (hold) return 'hold';
  if (proposal) return `swap to ${proposal.to}?`;
  if (breaker.open) return 'breaker open';
  if (cooldown) return 'cooldown';
  if (paused) return 'paused';
  return mode === 'auto' ? '' : mode;
}
