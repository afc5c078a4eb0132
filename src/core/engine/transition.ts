import { keepDay } from '../day/keep-day.js';
import { advanceRuns } from '../dispatcher/advance.js';
import { countWork } from '../dispatcher/awake.js';
import { dispatch } from '../dispatcher/dispatch.js';
import { mendQueue, seeQueue, settleErrand } from '../dispatcher/folder.js';
import { tidy } from '../dispatcher/janitor.js';
import { plainOf, settleRun } from '../dispatcher/settle.js';
import { hear, takeAwaited } from '../hooks/hear.js';
import { reconcile } from '../lifecycle/reconcile.js';
import { settleStart } from '../lifecycle/starts.js';
import type { TmuxHealth } from '../ports.js';
import { pruneLimits } from '../quota/limits.js';
import { monitor, restartWaits } from '../quota/monitor.js';
import { assignStates } from '../sessions/state-of.js';
import { trackSessions } from '../sessions/track.js';
import { decide } from '../switcher/decide.js';
import { drainSessions } from '../switcher/drain.js';
import { resumeLate } from '../switcher/late.js';
import { watchLink } from '../switcher/link-watch.js';
import { learnLogins } from '../switcher/logins.js';
import { swapAhead } from '../switcher/proactive.js';
import { settleResume } from '../switcher/resume.js';
import { advanceSwap, settleSwap } from '../switcher/swap.js';
import { elapsed, SECOND } from '../time.js';
import { obey } from './command.js';
import type { Effect, EffectOutcome } from './effects.js';
import type { Event, Observation } from './events.js';
import { forget } from './forget.js';
import { start, takeMode } from './recover.js';
import type { State } from './state.js';
import { Step } from './step.js';

export interface Transition {
  readonly state: State;
  readonly effects: readonly Effect[];
}

/** Without a tmux server there are no sessions to wait for. */
const NOBODY_THERE: readonly string[] = ['no-server', 'no-tmux', 'too-old'];

/** The one entry of the engine: pure, total, deterministic. */
export function transition(state: State, event: Event): Transition {
  const step = new Step(state, event.at);
  take(step, event);
  if (step.live.started) {
    pruneLimits(step);
    forget(step);
    if (step.live.observed && !step.live.readOnly) act(step);
    assignStates(step, state);
    keepDay(step, state.durable);
  }
  return { state: step.state, effects: step.effects };
}

/** Read, observe, then act: after a start nothing is done before the world was looked at. */
function act(step: Step): void {
  advanceSwap(step);
  decide(step);
  swapAhead(step);
  advanceSwap(step);
  resumeLate(step);
  drainSessions(step);
  if (!isFresh(step)) return;
  reconcile(step);
  mendQueue(step);
  advanceRuns(step);
  dispatch(step);
  tidy(step);
}

/** After a stop of the process, or while tmux does not answer, the last look says nothing of what stands there now. */
function isFresh(step: Step): boolean {
  const { lookedAt, settings } = step.live;
  return lookedAt !== null && elapsed(lookedAt, step.at) <= Math.max(FRESH_MS, 3 * settings.pollIntervalMs);
}

function take(step: Step, event: Event): void {
  switch (event.type) {
    case 'started':
      start(step, event);
      break;
    case 'polled':
      observe(step, event.observation);
      break;
    case 'poll-failed':
      missPoll(step, event);
      break;
    case 'queue-seen':
      seeQueue(step, event.queue);
      break;
    case 'heard':
      hear(step, event.heard);
      break;
    case 'ticked':
      break;
    case 'commanded':
      step.answer(event.id, obey(step, event.command));
      break;
    case 'settled':
      settle(step, event.effectId, event.outcome);
      break;
    case 'settings-changed':
      step.patchLive({ settings: event.settings });
      takeMode(step, event.settings.mode);
      step.tell('info', `configuration reloaded: ${event.what}`);
      break;
    case 'config-read':
      takeConfigFault(step, event.fault);
      break;
    case 'noted':
      step.tell(event.level, event.text);
      break;
  }
}

/** Stands among the warnings until the file can be read again. */
function takeConfigFault(step: Step, fault: string | null): void {
  const isMended = step.live.configFault !== null && fault === null;
  step.patchLive({ configFault: fault });
  if (isMended) step.tell('good', 'the configuration on disk can be read again');
}

/** Processes are started and replaced only by what was seen within this long. */
const FRESH_MS = 5 * SECOND;
/** Without a server for this long its sessions are taken for gone. */
const SERVER_GONE_MS = 10 * SECOND;

function missPoll(step: Step, event: Extract<Event, { type: 'poll-failed' }>): void {
  const { lastPoll } = step.live;
  const isAbsent = event.tmux.state === 'no-server' && event.tmux.silent !== true;
  const isGone = isAbsent && (!lastPoll || elapsed(lastPoll, step.at) > SERVER_GONE_MS);
  const observed = step.live.observed || NOBODY_THERE.includes(event.tmux.state);
  tellTmux(step, event.tmux);
  const lookedAt = isAbsent ? step.at : step.live.lookedAt;
  step.patchLive({ tmux: event.tmux, observed, lookedAt });
  watchLink(step, event.link);
  restartWaits(step);
  if (!isGone) return;
  step.patchLive({ vacant: [] });
  trackSessions(step, []);
}

/** Tells a change of how tmux is reached, once. */
function tellTmux(step: Step, tmux: TmuxHealth): void {
  if (step.live.tmux.state !== tmux.state && tmux.detail !== '') step.tell('info', tmux.detail);
}

function observe(step: Step, observation: Observation): void {
  const { lastPoll } = step.live;
  const { tmux, vacant } = observation;
  tellTmux(step, tmux);
  step.patchLive({ tmux, vacant, lastPoll: step.at, lookedAt: step.at, observed: true });
  watchLink(step, observation.link);
  trackSessions(step, observation.sessions);
  takeAwaited(step);
  monitor(step);
  learnLogins(step);
  countWork(step, lastPoll);
}

function settle(step: Step, effectId: string, outcome: EffectOutcome): void {
  if (step.durable.swap?.awaiting === effectId) {
    settleSwap(step, outcome);
    return;
  }
  const resume = step.durable.resumes.find((candidate) => candidate.effect === effectId);
  if (resume) settleResume(step, resume, outcome);
  else settleWork(step, effectId, outcome);
}

/** The outcome of what the lifecycle, a task or the janitor ordered. */
function settleWork(step: Step, effectId: string, outcome: EffectOutcome): void {
  const run = step.durable.runs.find((candidate) => candidate.effect === effectId);
  const room = Object.entries(step.live.starting).find(([, start]) => start.effect === effectId)?.[0];
  if (run) settleRun(step, run, outcome);
  else if (room !== undefined) settleStart(step, room, plainOf(outcome));
  else if (effectId in step.live.errands)
    settleErrand(step, effectId, { type: outcome.type, ...plainOf(outcome) });
  else if (outcome.type === 'tidy') for (const text of outcome.did) step.tell('info', `tidied: ${text}`);
}
