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
import { settleResume } from '../switcher/resume.js';
import { advanceSwap, settleSwap } from '../switcher/swap.js';
import { obey } from './command.js';
import type { Effect, EffectOutcome } from './effects.js';
import type { Event, Observation } from './events.js';
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
    if (step.live.observed && !step.live.readOnly) act(step);
    assignStates(step);
  }
  return { state: step.state, effects: step.effects };
}

/** Read, observe, then act: after a start nothing is done before the world was looked at. */
function act(step: Step): void {
  advanceSwap(step);
  decide(step);
  advanceSwap(step);
  resumeLate(step);
  drainSessions(step);
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
    case 'noted':
      step.tell(event.level, event.text);
      break;
  }
}

function missPoll(step: Step, event: Extract<Event, { type: 'poll-failed' }>): void {
  const observed = step.live.observed || NOBODY_THERE.includes(event.tmux.state);
  tellTmux(step, event.tmux);
  step.patchLive({ tmux: event.tmux, observed });
  watchLink(step, event.link);
  restartWaits(step);
}

/** Tells a change of how tmux is reached, once. */
function tellTmux(step: Step, tmux: TmuxHealth): void {
  if (step.live.tmux.state !== tmux.state && tmux.detail !== '') step.tell('info', tmux.detail);
}

function observe(step: Step, observation: Observation): void {
  tellTmux(step, observation.tmux);
  step.patchLive({ tmux: observation.tmux, lastPoll: step.at, observed: true });
  watchLink(step, observation.link);
  trackSessions(step, observation.sessions);
  monitor(step);
  learnLogins(step);
}

function settle(step: Step, effectId: string, outcome: EffectOutcome): void {
  if (step.durable.swap?.awaiting === effectId) {
    settleSwap(step, outcome);
    return;
  }
  const resume = step.durable.resumes.find((candidate) => candidate.effect === effectId);
  if (resume) settleResume(step, resume, outcome);
}
