import type { Session } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { recordHeadroom } from '../quota/headroom-record.js';
import { elapsed, SECOND } from '../time.js';
import {
  HEARD_NOTHING,
  type Heard,
  type HeardFailure,
  type HeardFrom,
  type HeardHeadroom,
  nearPids,
} from './heard.js';

/** What was sent longer ago than this, or later than now by more than a moment, is not of now. */
const OLD_MS = 30 * SECOND;
const EARLY_MS = 5 * SECOND;
/** Without a turn's id the same words within this long are the same failure. */
const SAME_FAILURE_MS = 2 * SECOND;

/**
 * Takes what a hook or a status line told. It is a claim: anybody of the same user can send it, the agent too. So it
 * counts only for a live session with that conversation. A failure, a stop or a start only weighs beside what transcript
 * and screen show. Numbers have no second witness: they rank accounts and, where `quota.proactive` is set, cause a swap,
 * whose reason names the session they came from.
 */
export function hear(step: Step, heard: Heard): void {
  const ageMs = step.at.wallMs - heard.sentAtMs;
  if (ageMs > OLD_MS || ageMs < -EARLY_MS) return;
  const sessions = speakersOf(step, heard);
  for (const session of sessions) keep(step, session, heard, sessions.length === 1);
}

/** The live sessions it can be of: by their process where the sender's own ancestors are known, else by conversation. */
function speakersOf(step: Step, heard: Heard): readonly Session[] {
  const sessions = Object.values(step.live.sessions);
  const near = nearPids(heard);
  return sessions.filter(({ seen }) => {
    const isNear = near.length === 0 || near.includes(seen.agent.pid);
    const isIts = seen.conversation === heard.conversation;
    // A conversation that was just taken up is known to nobody else yet.
    return heard.type === 'session-start' ? isNear && (near.length > 0 || isIts) : isNear && isIts;
  });
}

function keep(step: Step, session: Session, heard: Heard, isSure: boolean): void {
  const { id } = session.seen;
  const old = step.live.heard[id] ?? HEARD_NOTHING;
  if (heard.type === 'headroom' && !isSure) return;
  if (heard.type === 'stop-failure' && isRepeated(step, old, heard)) return;
  const next =
    heard.type === 'headroom' ? withNumbers(step, session, old, heard) : withHeard(old, heard, step);
  step.patchLive({ heard: { ...step.live.heard, [id]: next } });
}

/** Numbers are drawn once, right behind an answer, whose row is read later: until then they wait. */
function withNumbers(step: Step, session: Session, old: HeardFrom, heard: HeardHeadroom): HeardFrom {
  const isTaken = recordHeadroom(step, session, heard, old.headroom?.heard ?? null);
  const kept = { heard, at: step.at };
  return isTaken
    ? { ...old, headroom: kept, awaited: null, uncharged: null }
    : { ...old, awaited: kept, uncharged: step.at };
}

/** After a look at the transcripts: takes the numbers that waited for their row. */
export function takeAwaited(step: Step): void {
  for (const [id, old] of Object.entries(step.live.heard)) {
    const session = step.live.sessions[id];
    if (old.awaited === null || !session) continue;
    const { heard } = old.awaited;
    const isOver = elapsed(old.awaited.at, step.at) > OLD_MS;
    if (!isOver && !recordHeadroom(step, session, heard, old.headroom?.heard ?? null)) continue;
    const next = isOver
      ? { ...old, awaited: null }
      : { ...old, awaited: null, headroom: old.awaited, uncharged: null };
    step.patchLive({ heard: { ...step.live.heard, [id]: next } });
  }
}

function isRepeated(step: Step, { failure }: HeardFrom, heard: HeardFailure): boolean {
  if (failure === null || failure.heard.message !== heard.message) return false;
  if (heard.turn !== '') return failure.heard.turn === heard.turn;
  return elapsed(failure.at, step.at) < SAME_FAILURE_MS;
}

function withHeard(old: HeardFrom, heard: Exclude<Heard, HeardHeadroom>, { at }: Step): HeardFrom {
  switch (heard.type) {
    case 'stop-failure':
      return { ...old, failure: { heard, at } };
    case 'stop':
      return { ...old, stop: { heard, at } };
    case 'session-start':
      return { ...old, start: { heard, at } };
  }
}
