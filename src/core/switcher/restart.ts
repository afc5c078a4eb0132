import type { TaskRun } from '../dispatcher/run.js';
import type { Resume, Session } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import { switchesInPlace } from '../quota/attribution.js';
import { screenKey } from '../quota/fuse.js';
import { settle } from '../quota/hits.js';
import { isSameServer } from '../same-server.js';
import { tmuxName } from '../sessions/kind.js';
import { elapsed, MINUTE } from '../time.js';
import { endResume } from './ends.js';

/** A restarted agent must stand at its prompt within this long. */
const COMING_UP_MS = MINUTE;

/** Orders the end of the process and its new start with `--resume` in the same pane. */
export function orderRestart(
  step: Step,
  resume: Resume,
  seat: Pick<Resume, 'name' | 'target' | 'agent'>,
): void {
  if (resume.conversation === null) {
    endResume(step, resume, 'asking', 'its conversation id is unknown');
    return;
  }
  const { name, target, agent } = seat;
  const { session, conversation } = resume;
  const runs = (run: TaskRun) => run.conversation === conversation && run.room === tmuxName(name);
  const task = step.durable.runs.find(runs)?.id ?? null;
  const effect = step.effect({ type: 'restart', session, name, target, agent, conversation, task });
  const part = { step: 'restarting', end: 'pending', detail: 'restarting' } as const;
  step.patchResume(session, { ...part, since: step.at, effect });
}

/** The agent that stands in the pane in place of the one that was ended. */
export function successor(step: Step, resume: Resume): Session | undefined {
  return Object.values(step.live.sessions).find(
    (session) =>
      session.seen.id !== resume.session &&
      session.seen.target.pane === resume.target.pane &&
      isSameServer(session.seen.target.server, resume.target.server),
  );
}

/**
 * Waits for the new process to stand at its prompt; from then on it is the session. Answers with the resume under its
 * new identity, once; null as long as there is nothing to type into.
 */
export function followComingUp(step: Step, resume: Resume): Resume | null {
  const next = successor(step, resume);
  if (next && isAtPrompt(next)) {
    if (isOther(next, resume)) {
      endResume(step, resume, 'unconfirmed', 'it came back with another conversation');
      return null;
    }
    return rename(step, resume, next);
  }
  if (elapsed(resume.since, step.at) < COMING_UP_MS) return null;
  const why = next ? 'it waits at a dialog or an unknown screen' : 'no agent came up in its pane';
  const how = `claude --resume ${resume.conversation ?? ''} brings it back`;
  endResume(step, resume, next ? 'asking' : 'unconfirmed', `${why}; ${how}`);
  return null;
}

/** Older CLIs name another conversation after `--resume`: 1.0.x begins a new id, 2.0.60 a second file (seen in both). */
function isOther({ seen }: Session, resume: Resume): boolean {
  if (seen.conversation === null || seen.conversation === resume.conversation) return false;
  return switchesInPlace(seen.version);
}

function isAtPrompt(session: Session): boolean {
  const { reading, blind } = session;
  return (
    reading !== null &&
    !blind &&
    !reading.busy &&
    reading.dialog === null &&
    reading.composer.state === 'empty'
  );
}

function rename(step: Step, resume: Resume, next: Session): Resume {
  const { id, target, agent } = next.seen;
  const moved: Resume = { ...resume, session: id, target, agent, how: 'continue', restarted: true };
  const others = step.durable.resumes.filter((one) => one.session !== resume.session && one.session !== id);
  step.patch({ resumes: [...others, moved] });
  if (next.banner !== null) settle(step, screenKey(id, next.banner));
  return moved;
}
