import type { Hit, Resume, Session } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { switchesInPlace } from '../quota/attribution.js';
import { findHit, isBlocked } from '../quota/hits.js';
import type { Reading } from '../quota/reading.js';
import { canRestart, isOurs } from '../sessions/kind.js';
import type { SessionEnd } from '../snapshot.js';
import { planDrains } from './drain-plan.js';
import { isUnderWay } from './ends.js';

/** Every session a swap concerns: the blocked ones to bring back, and the others it leaves alone, each with its end. */
export function planResumes(step: Step, swap: string): void {
  const earlier = step.durable.resumes.filter((resume) => resume.swap !== swap || resume.effect !== null);
  const mine = Object.values(step.live.sessions)
    .sort((a, b) => a.seen.name.localeCompare(b.seen.name))
    .map((session) => planOne(step, session, swap))
    .filter((resume) => resume !== null);
  const ids = new Set(mine.map((resume) => resume.session));
  step.patch({ resumes: [...earlier.filter((resume) => !ids.has(resume.session)), ...mine] });
  for (const resume of mine) tellEnd(step, resume);
  planDrains(step);
}

function planOne(step: Step, session: Session, swap: string): Resume | null {
  const underWay = step.durable.resumes.find(
    (resume) => resume.session === session.seen.id && isUnderWay(resume),
  );
  if (underWay) return { ...underWay, swap };
  const hit = findHit(step, session.hit);
  if (isStranded(step, session, hit)) return { ...freshResume(step, session, swap), again: true };
  if (hit && isBlocked(step, session)) return newResume(step, session, hit, swap);
  if (session.reading?.busy && session.kind !== 'pinned') {
    return { ...freshResume(step, session, swap), ...ended('working') };
  }
  return null;
}

/**
 * It waits at its prompt with the login error of the candidate before this one. A screen that still shows the limit which
 * `continue` was sent for was read before that error: whoever types looks once more.
 */
function isStranded(step: Step, session: Session, hit: Hit | undefined): boolean {
  const { reading } = session;
  if (!isOurs(session.kind) || !step.durable.swap?.stranded.includes(session.seen.id)) return false;
  if (reading === null || session.blind || reading.busy) return false;
  return reading.composer.state === 'empty' || hit?.typed === true;
}

/** The way back of one blocked session; already ended when nothing may be typed into it. */
export function newResume(step: Step, session: Session, hit: Hit, swap: string | null): Resume {
  const resume = { ...freshResume(step, session, swap), banner: hit.id };
  const barred = barredBy(session, hit);
  if (barred) return { ...resume, ...barred };
  if (switchesInPlace(session.seen.version) || !needsRestart(step, session)) return resume;
  if (!canRestart(session.seen, step.settings)) {
    return { ...resume, ...ended('asking', 'this CLI keeps its login: restart it, or give it a command') };
  }
  if (session.seen.conversation === null) {
    return { ...resume, ...ended('asking', 'its conversation id is unknown') };
  }
  return { ...resume, how: 'restart' };
}

/** Why no key may be sent to this session; null when it may be brought back. */
function barredBy(session: Session, hit: Hit): Pick<Resume, 'step' | 'end' | 'detail'> | null {
  const { reading } = session;
  if (session.kind === 'pinned') return ended('pinned');
  if (!isOurs(session.kind)) return ended('observed', 'not in the configuration: no keys are sent');
  if (hit.typed) return ended('unconfirmed', 'continue was sent for this limit before');
  if (reading?.composer.state === 'draft' && !isBehind(reading, hit))
    return ended('draft', 'holds an unsent draft');
  const dialog = reading?.dialog ?? null;
  return dialog && dialog.type !== 'rate-limit-options' ? ended('asking', dialog.title) : null;
}

/**
 * The screen was read before the refusal that the transcript holds: what stands in its input box may be the text that was
 * refused. Whoever types looks once more.
 */
function isBehind(reading: Reading, hit: Hit): boolean {
  return hit.rule === 'transcript-row' && reading.hit === null;
}

/** Says once what the person has to know: this session waits for them. */
export function tellEnd(step: Step, resume: Resume): void {
  const waits = resume.end === 'draft' || resume.end === 'asking' || resume.end === 'unconfirmed';
  if (waits && resume.step === 'ended') step.tell('warn', `${resume.name}: ${resume.end}, ${resume.detail}`);
}

/** A CLI that keeps its login needs no restart when it already runs on the active account. */
function needsRestart(step: Step, session: Session): boolean {
  return session.startAccount !== step.durable.activeAccount;
}

function ended(end: SessionEnd, detail = ''): Pick<Resume, 'step' | 'end' | 'detail'> {
  return { step: 'ended', end, detail };
}

/** A way back with nothing done yet. `banner` '' : there is nothing to continue. */
export function freshResume(step: Step, session: Session, swap: string | null): Resume {
  return {
    session: session.seen.id,
    name: session.seen.name,
    target: session.seen.target,
    agent: session.seen.agent,
    swap,
    canary: false,
    how: 'continue',
    restarted: false,
    again: false,
    step: 'queued',
    end: 'pending',
    detail: '',
    conversation: session.seen.conversation,
    banner: '',
    since: step.at,
    effect: null,
    submittedAt: null,
    tries: 0,
  };
}
