import type { Session } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { isPersonThere } from '../sessions/person.js';
import { elapsed, SECOND } from '../time.js';

/**
 * Questions at the start that only offer something: one Esc declines them, and they do not come back (measured: 2.1.330).
 * By the dialog's title; the words stand on the screen and are looked for by the tmux server itself before the key.
 */
const OFFERS: Readonly<Record<string, string>> = {
  'Make auto mode your default permission mode?': 'Make auto mode your default permission mode',
  'Try the new fullscreen renderer?': 'Try the new fullscreen renderer',
};

/** An offer that still stands this long after it was declined is a question for the person. */
const DECLINED_WITHIN_MS = 10 * SECOND;

/** The words of the offer a session shows, null when it shows none. */
function offerOf({ reading }: Session): string | null {
  const { dialog = null } = reading ?? {};
  return dialog?.type === 'startup' ? (OFFERS[dialog.title] ?? null) : null;
}

/** It shows an offer that is being declined: neither ready nor a question for the person. */
export function isDeclining(step: Step, session: Session): boolean {
  const at = step.live.declined[session.seen.id];
  return offerOf(session) !== null && (at === undefined || elapsed(at, step.at) < DECLINED_WITHIN_MS);
}

/** Declines the offer a session of the pool shows at its start: with one key, once for each process. */
export function declineOffer(step: Step, session: Session): void {
  const words = offerOf(session);
  const { id, target } = session.seen;
  if (words === null || session.kind !== 'pool' || session.turn.last !== null || id in step.live.declined)
    return;
  if (isPersonThere(session, step.at.wallMs)) return;
  step.effect({ type: 'decline-offer', session: id, target, words });
  step.patchLive({ declined: { ...step.live.declined, [id]: step.at } });
  step.tell('info', `${session.seen.name}: declined "${words}"`);
}
