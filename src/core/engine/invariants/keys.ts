import { findHitIn } from '../../quota/hits.js';
import { isLimited } from '../../quota/limits.js';
import { isOurs } from '../../sessions/kind.js';
import { swapInFlight } from '../../switcher/in-flight.js';
import { isNativeWindow } from '../../switcher/native.js';
import type { Effect } from '../effects.js';
import type { Session, State } from '../state.js';
import type { Invariant } from './invariant.js';

type Type = Extract<Effect, { type: 'type' }>;

/** One sentence for each key that must not be sent. */
function broken(before: State, after: State, effect: Type): string | null {
  const session = after.live.sessions[effect.session];
  const resume = after.durable.resumes.find((one) => one.effect === effect.id);
  if (!session || !isOurs(session.kind)) return 'for a session that is not ours';
  const run = after.durable.runs.find((one) => one.effect === effect.id);
  if (run) return screenForbids(after, session) ?? stateForbids(after);
  if (!resume) return 'that nobody waits for';
  const hit = findHitIn(after.durable, resume.banner);
  const interrupted = before.durable.resumes.some(
    (one) => one.step === 'recheck' && one.session === resume.session,
  );
  const typedBefore = hit && findHitIn(before.durable, hit.id)?.typed;
  if (hit && typedBefore && !interrupted && !wasRefused(before, after, hit.id)) {
    return `answers ${hit.id} a second time`;
  }
  if (hit && !hit.typed) return `answers ${hit.id} and does not remember it`;
  if (resume.restarted || resume.again) return null;
  if (!hit || session.hit !== hit.id) return 'for a session that stands at no hit';
  return screenForbids(after, session) ?? stateForbids(after);
}

/** The earlier text for this refusal was just settled as never sent. */
function wasRefused(before: State, after: State, banner: string): boolean {
  return before.durable.resumes.some((one) => {
    const now = after.durable.resumes.find((other) => other.session === one.session);
    return one.banner === banner && one.effect !== null && now?.step === 'ended' && now.submittedAt === null;
  });
}

function screenForbids(after: State, session: Session): string | null {
  const hit = findHitIn(after.durable, session.hit);
  const { reading } = session;
  if (!reading || session.blind) return 'into a screen that cannot be read';
  if (reading.busy) return 'into a running turn';
  if (hit && isNativeWindow(session, hit, after.live.now.wallMs)) return 'near the native continuation';
  return null;
}

/** Outside a swap nothing is typed in mode observe, nor while the active account is limited. */
function stateForbids(after: State): string | null {
  if (swapInFlight(after.durable.swap)) return null;
  if (after.durable.mode === 'observe') return 'in mode observe';
  if (after.durable.needsPerson) return 'while the person is asked';
  const active = after.durable.accounts[after.durable.activeAccount ?? ''];
  return isLimited(active, after.live.now.wallMs) ? 'while the active account is limited' : null;
}

export const KEY_INVARIANTS: readonly Invariant[] = [
  {
    name: 'keys go to blocked sessions of ours only, and at most once for one refusal',
    broken(before, after, effects) {
      for (const effect of effects) {
        const why = effect.type === 'type' ? broken(before, after, effect) : null;
        if (why) return `${effect.id} ${why}`;
      }
      return null;
    },
  },
  {
    name: 'a process is ended only for a session of ours that is brought back with its conversation',
    broken(_before, after, effects) {
      for (const effect of effects) {
        if (effect.type !== 'restart') continue;
        const resume = after.durable.resumes.find((one) => one.effect === effect.id);
        const session = after.live.sessions[effect.session];
        if (!resume || resume.conversation !== effect.conversation) return `${effect.id} nobody waits for`;
        if (session && !isOurs(session.kind)) return `${effect.id} for a session that is not ours`;
        if (session?.reading?.busy) return `${effect.id} ends a running turn`;
      }
      return null;
    },
  },
  {
    name: 'two effects are never under way for one session',
    broken(before, _after, effects) {
      for (const effect of effects) {
        if (effect.type !== 'type' && effect.type !== 'restart') continue;
        const open = before.durable.resumes.find((one) => one.session === effect.session && one.effect);
        if (open) return `${effect.id} while ${open.effect} is under way`;
      }
      return null;
    },
  },
];
