import { runIn } from '../dispatcher/runs.js';
import type { Session, State } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { failureWords } from '../hooks/failure.js';
import { parkedWords } from '../lifecycle/room-view.js';
import { memoryOf } from '../lifecycle/rooms.js';
import { vetoWords } from '../quota/fuse.js';
import { findHit, isStanding } from '../quota/hits.js';
import { kindLabel, limitEndsAt } from '../quota/limits.js';
import type { Dialog } from '../quota/reading.js';
import type { SessionState } from '../snapshot.js';
import { aheadWords } from '../switcher/proactive.js';
import { iso } from '../time.js';
import { tmuxName } from './kind.js';

/**
 * Gives every session its state, its detail and its `why`, from evidence already judged. `before`: the state this step
 * began with; a session untouched since then keeps what it has, as long as nothing else it follows from was touched.
 */
export function assignStates(step: Step, before: State): void {
  const known = isSameGround(step, before) ? before.live.sessions : {};
  for (const [id, session] of Object.entries(step.live.sessions)) {
    if (known[id] === session) continue;
    const { state, detail } = stateOf(step, session);
    const since = state === session.state ? session.since : step.at;
    const why = whyOf(step, session);
    const same = state === session.state && detail === session.detail && why.join() === session.why.join();
    if (!same) step.patchSession(id, { state, detail, since, why });
  }
}

/** All that states and `why` follow from besides the session itself. */
function isSameGround(step: Step, before: State): boolean {
  const { durable, live } = step;
  return (
    before.live.started &&
    durable === before.durable &&
    live.heard === before.live.heard &&
    live.settings === before.live.settings &&
    aheadWords(step).join() === aheadWords(before).join()
  );
}

function stateOf(step: Step, session: Session): { state: SessionState; detail: string } {
  const { reading } = session;
  const hit = findHit(step, session.hit);
  const resume = step.durable.resumes.find(
    (candidate) => candidate.session === session.seen.id && candidate.step !== 'ended',
  );
  if (resume?.detail)
    return { state: hit && isStanding(hit.state) ? 'limited' : 'working', detail: resume.detail };
  if (!reading) return { state: session.state, detail: session.blind ? 'unreadable' : '' };
  if (hit && isStanding(hit.state) && !reading.busy) return limitedState(session, hit.state);
  if (reading.busy) return workingState(step, session);
  if (reading.dialog && isParked(step, session))
    return { state: 'parked', detail: dialogWord(reading.dialog) };
  if (reading.dialog) return { state: 'asking', detail: dialogWord(reading.dialog) };
  const detail = hit?.state === 'suspected' ? 'suspected 1/2' : '';
  if (reading.verdict === 'auth-error') return { state: 'asking', detail: 'login' };
  if (reading.composer.state === 'draft') return { state: 'ready', detail: detail || 'draft' };
  if (reading.composer.state === 'empty') return { state: 'ready', detail: detail || errorWord(session) };
  return { state: session.state, detail: detail || 'unrecognised screen' };
}

function workingState(step: Step, session: Session): { state: SessionState; detail: string } {
  return runIn(step.state, session)?.stalled
    ? { state: 'stalled', detail: '' }
    : { state: 'working', detail: '' };
}

function isParked(step: Step, session: Session): boolean {
  return memoryOf(step.state, tmuxName(session.seen.name)).parked !== null;
}

function limitedState(session: Session, hit: string): { state: SessionState; detail: string } {
  const armed = session.reading?.banner?.armed ?? false;
  const detail = hit === 'deferred' ? 'deferred' : session.kind === 'observed' ? 'observed' : '';
  return { state: armed ? 'armed' : 'limited', detail };
}

function errorWord(session: Session): string {
  if (session.reading?.verdict === 'transient-error') return 'API error';
  return session.reading?.verdict === 'billing-error' ? 'billing' : '';
}

function dialogWord(dialog: Dialog): string {
  if (dialog.type === 'rate-limit-options') return 'limit dialog';
  if (dialog.type === 'startup') return 'start-up question';
  if (dialog.type === 'trust') return 'trust question';
  if (dialog.type === 'transcript-view') return 'transcript view';
  return dialog.type === 'other' ? 'unknown dialog' : dialog.type;
}

/** Strongest evidence first; also for "not limited". */
function whyOf(step: Step, session: Session): readonly string[] {
  const hit = findHit(step, session.hit);
  const { reading, turn } = session;
  const about = hit ? [`hit ${hit.state}: ${hit.why}`, ...hit.evidence] : [];
  const limits = step.durable.activeAccount ? step.account(step.durable.activeAccount).limits : [];
  return [
    ...parkedWords(step.state, tmuxName(session.seen.name)),
    ...about,
    ...failureWords(step.live, session),
    turn.last
      ? `transcript: last row is a ${turn.last.type} of ${iso(turn.last.atMs)}`
      : transcriptWord(session),
    reading
      ? `screen: ${reading.verdict}, input ${reading.composer.state}${reading.busy ? ', a turn runs' : ''}`
      : 'screen: not read yet',
    ...(reading?.evidence ?? [])
      .filter((row) => row.text.trim() !== '')
      .slice(0, 6)
      .map((row) => `row ${row.row + 1} (${row.rule}): ${row.text.trim().slice(0, 100)}`),
    ...(reading?.vetoes ?? []).map((veto) => `veto: ${vetoWords(veto)}`),
    ...aheadWords(step),
    ...limits.map(
      (limit) =>
        `${step.durable.activeAccount} is limited (${kindLabel(limit.kind)}) until ${iso(limitEndsAt(limit))}`,
    ),
  ];
}

function transcriptWord(session: Session): string {
  return session.seen.transcript ? 'transcript: no row yet' : 'transcript: none at hand';
}
