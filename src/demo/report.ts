import { ACCOUNTS, ACTS, type Act, AGENTS, STORY_S, TIMES, TRUTH } from './scenario.js';
import { TASKS } from './tasks.js';
import type { AgentRequest, SeenFlip, Testimony } from './witness.js';

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

type LimitAct = Extract<Act, { do: 'limit' }>;
interface Story {
  readonly startMs: number;
  readonly seen: Testimony;
}

const seconds = (ms: number) => Math.round(ms / 10) / 100;
const limits = ACTS.filter((act): act is LimitAct => act.do === 'limit');

/** Refused by the world, not by an agent's script: a real limit. */
function refusals(story: Story, account: string, fromMs: number, toMs: number): readonly AgentRequest[] {
  return story.seen.requests.filter(
    (line) =>
      line.event === 'request' &&
      line.outcome === 'limited' &&
      !line.scripted &&
      line.account === account &&
      line.at >= fromMs &&
      line.at <= toMs,
  );
}

function limitedAt(story: Story, account: string, atMs: number): boolean {
  const second = (atMs - story.startMs) / 1_000;
  return limits.some((act) => act.account === account && second >= act.atS && second < act.untilS);
}

/** The first refusal on the account a flip left, since it became the active one. */
function causeOf(story: Story, index: number): AgentRequest | undefined {
  const flip = story.seen.flips[index];
  const since = story.seen.flips[index - 1]?.at ?? story.startMs;
  return flip && refusals(story, flip.from, since, flip.at)[0];
}

/** The flip had to wait neither for the cooldown nor for an account. */
function waitedForNothing(story: Story, index: number): boolean {
  const flip = story.seen.flips[index];
  const cause = causeOf(story, index);
  const before = story.seen.flips[index - 1];
  if (!flip || !cause) return false;
  const cooled = !before || cause.at - before.at >= TIMES.cooldownMs;
  return cooled && !limitedAt(story, flip.to, cause.at);
}

function isMissed(story: Story, act: LimitAct): boolean {
  const from = story.startMs + act.atS * 1_000;
  const first = refusals(story, act.account, from, story.startMs + act.untilS * 1_000)[0];
  if (!first) return false;
  const answered = story.seen.flips.some((flip) => flip.from === act.account && flip.at >= first.at);
  return !answered && activeAt(story, first.at) === act.account;
}

function activeAt(story: Story, atMs: number): string {
  const flips = story.seen.flips.filter((flip) => flip.at <= atMs);
  return flips.at(-1)?.to ?? story.seen.flips[0]?.from ?? ACCOUNTS[0];
}

interface Return {
  readonly flip: SeenFlip;
  readonly refused: AgentRequest;
  readonly answered: AgentRequest | undefined;
}

/** For every flip: each conversation refused before it, and its first answer after it. */
function returns(story: Story): readonly Return[] {
  return story.seen.flips.flatMap((flip, index) => {
    const since = story.seen.flips[index - 1]?.at ?? story.startMs;
    return AGENTS.flatMap(({ conversation }) => {
      const mine = story.seen.requests.filter(
        (line) => line.event === 'request' && line.conversation === conversation,
      );
      const before = mine.filter((line) => line.at >= since && line.at <= flip.at).at(-1);
      if (before?.outcome !== 'limited' || before.scripted) return [];
      return [
        {
          flip,
          refused: before,
          answered: mine.find((line) => line.at > flip.at && line.outcome === 'answered'),
        },
      ];
    });
  });
}

/** A conversation is lost when it was refused and never answered again, or when its session began another one. */
function lost(story: Story): number {
  const known = new Set(AGENTS.map((agent) => agent.conversation));
  const names = new Set(AGENTS.map((agent) => agent.name));
  const strangers = story.seen.requests.filter(
    (line) => line.event === 'start' && names.has(line.name) && !known.has(line.conversation),
  ).length;
  const silent = AGENTS.filter(({ conversation }) => {
    const mine = story.seen.requests.filter(
      (line) => line.event === 'request' && line.conversation === conversation && !line.scripted,
    );
    return mine.at(-1)?.outcome === 'limited';
  }).length;
  return strangers + silent;
}

function promptsTwice(story: Story): number {
  const prompts = new Set(TASKS.map((task) => task.prompt));
  const taken = story.seen.requests.filter(
    (line) => line.event === 'prompt' && prompts.has(line.prompt ?? ''),
  );
  return taken.length - new Set(taken.map((line) => line.prompt)).size;
}

function hitsEver(story: Story, state: string): number {
  return story.seen.hits.filter((hit) => hit.states.some((seen) => seen === state)).length;
}

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
