import type { Step } from '../engine/step.js';
import { elapsed, HOUR, type Instant, MINUTE } from '../time.js';
import { forgetGone } from './folder.js';

/** A wall clock that ran ahead of the steady one by more than this was set: ages by it are not trusted for one round. */
const CLOCK_SLACK_MS = HOUR;
/** Not right after the start, when there is enough to do. */
const FIRST_AFTER_MS = MINUTE;

/** Orders the tidying of the queue folder, every `janitor.every`. */
export function tidy(step: Step): void {
  const { janitor } = step.settings;
  const { tidiedAt } = step.durable;
  const { queue } = step.live;
  if (!queue || queue.trouble !== null || step.durable.mode === 'observe') return;
  if (tidiedAt === null) {
    step.patch({ tidiedAt: agoFrom(step.at, janitor.everyMs - FIRST_AFTER_MS) });
    return;
  }
  if (elapsed(tidiedAt, step.at) < janitor.everyMs) return;
  step.patch({ tidiedAt: step.at });
  forgetGone(step, queue);
  const { done, failed } = janitor;
  if (ranAhead(tidiedAt, step.at)) step.tell('info', 'the clock was set: nothing is tidied away this time');
  else step.effect({ type: 'tidy', nowMs: step.at.wallMs, done, failed });
}

function agoFrom(at: Instant, ms: number): Instant {
  return { wallMs: at.wallMs - ms, steadyMs: at.steadyMs - ms };
}

function ranAhead(before: Instant, now: Instant): boolean {
  return now.wallMs - before.wallMs > elapsed(before, now) + CLOCK_SLACK_MS;
}
