import {
  causeOf,
  hitsEver,
  isMissed,
  limitedAt,
  limits,
  lost,
  promptsTwice,
  returns,
  waitedForNothing,
} from './happened.js';
import { STORY_S, TIMES, TRUTH } from './scenario.js';
import type { Testimony } from './witness.js';

/** What the headless demo prints; counters come from the agents and the link, compared with the scenario's truth. */
export interface DemoReport {
  readonly ok: boolean;
  /** Each counter that differs from the truth, as a sentence. */
  readonly differences: readonly string[];
  readonly seconds: number;
  readonly complete: boolean;
  readonly swaps: number;
  readonly falseSwaps: number;
  readonly missedLimits: number;
  readonly suspected: number;
  readonly absorbed: number;
  readonly vetoed: number;
  readonly deferred: number;
  readonly dismissed: number;
  readonly sessionsContinued: number;
  readonly sessionsRestarted: number;
  readonly conversationsLost: number;
  readonly tasksDone: number;
  readonly tasksFailed: number;
  readonly tasksStalled: number;
  /** Task prompts that an agent was given a second time. */
  readonly promptsTwice: number;
  readonly holdSeconds: number;
  readonly secondsWaitedForCooldown: number;
  readonly secondsFromLimitToFlip: readonly number[];
  readonly secondsFromFlipToTurn: readonly number[];
  readonly truth: typeof TRUTH;
}

const seconds = (ms: number) => Math.round(ms / 10) / 100;

/** Counts what happened and compares it with the truth. `ranS`: how long the story was played. */
export function report(startMs: number, ranS: number, seen: Testimony): DemoReport {
  const story = { startMs, seen };
  const back = returns(story);
  const answered = back.filter((one) => one.answered);
  const counters = {
    swaps: seen.flips.length,
    falseSwaps: seen.flips.filter((flip) => !limitedAt(story, flip.from, flip.at)).length,
    missedLimits: limits.filter((act) => act.atS < ranS && isMissed(story, act)).length,
    suspected: hitsEver(story, 'suspected'),
    absorbed: seen.hits.filter((hit) => hit.states.includes('suspected') && hit.states.at(-1) === 'absorbed')
      .length,
    vetoed: hitsEver(story, 'vetoed'),
    deferred: hitsEver(story, 'deferred'),
    dismissed: hitsEver(story, 'dismissed'),
    sessionsContinued: answered.filter((one) => one.answered?.pid === one.refused.pid).length,
    sessionsRestarted: answered.filter((one) => one.answered?.pid !== one.refused.pid).length,
    conversationsLost: lost(story),
    tasksDone: seen.tasks.done.length,
    tasksFailed: seen.tasks.failed.length,
    tasksStalled: seen.stalled.length,
    promptsTwice: promptsTwice(story),
  };
  const waited = seen.flips.map((flip, index) => ({
    flip,
    cause: causeOf(story, index),
    free: waitedForNothing(story, index),
  }));
  const delayed = waited.filter(
    (one) => !one.free && one.cause && !limitedAt(story, one.flip.to, one.flip.at - TIMES.pollIntervalMs * 4),
  );
  const complete = ranS >= STORY_S;
  const differences = differencesOf(counters, complete);
  return {
    ok: differences.length === 0,
    differences,
    seconds: Math.round(ranS),
    complete,
    ...counters,
    holdSeconds: seconds(seen.holdMs),
    secondsWaitedForCooldown: seconds(
      delayed.reduce((sum, one) => sum + one.flip.at - (one.cause?.at ?? one.flip.at), 0),
    ),
    secondsFromLimitToFlip: waited
      .filter((one) => one.free)
      .map((one) => seconds(one.flip.at - (one.cause?.at ?? 0))),
    secondsFromFlipToTurn: answered.map((one) => seconds((one.answered?.at ?? 0) - one.flip.at)),
    truth: TRUTH,
  };
}

function differencesOf(counters: Readonly<Record<string, number>>, complete: boolean): readonly string[] {
  const always = ['falseSwaps', 'conversationsLost', 'promptsTwice'];
  const exact = Object.entries(TRUTH)
    .filter(([name]) => complete || always.includes(name))
    .filter(([name, value]) => counters[name] !== value)
    .map(([name, value]) => `${name} is ${counters[name]}, the scenario says ${value}`);
  if (!complete) return exact;
  const least = { vetoed: 2, deferred: 1, sessionsContinued: 2, sessionsRestarted: 1 };
  const missing = Object.entries(least)
    .filter(([name, value]) => (counters[name] ?? 0) < value)
    .map(([name, value]) => `${name} is ${counters[name]}, the scenario says at least ${value}`);
  return [...exact, ...missing];
}

export function reportText(result: DemoReport): string {
  const { truth: _truth, differences, ...rows } = result;
  const lines = Object.entries(rows).map(
    ([name, value]) => `${name.padEnd(26)} ${Array.isArray(value) ? value.join(' ') : value}`,
  );
  return `${[...lines, ...differences.map((text) => `differs: ${text}`)].join('\n')}\n`;
}
