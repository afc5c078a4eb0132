import { ACCOUNTS, ACTS, type Act, AGENTS, TIMES } from './scenario.js';
import { TASKS } from './tasks.js';
import type { AgentRequest, SeenFlip, Testimony } from './witness.js';

type LimitAct = Extract<Act, { do: 'limit' }>;

/** What was played, and what the agents and the link say of it. */
export interface Story {
  readonly startMs: number;
  readonly seen: Testimony;
}

/** Every limit of the scenario. */
export const limits = ACTS.filter((act): act is LimitAct => act.do === 'limit');

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

/** By the scenario. */
export function limitedAt(story: Story, account: string, atMs: number): boolean {
  const second = (atMs - story.startMs) / 1_000;
  return limits.some((act) => act.account === account && second >= act.atS && second < act.untilS);
}

/** The first refusal on the account a flip left, since it became the active one. */
export function causeOf(story: Story, index: number): AgentRequest | undefined {
  const flip = story.seen.flips[index];
  const since = story.seen.flips[index - 1]?.at ?? story.startMs;
  return flip && refusals(story, flip.from, since, flip.at)[0];
}

/** The flip had to wait neither for the cooldown nor for an account. */
export function waitedForNothing(story: Story, index: number): boolean {
  const flip = story.seen.flips[index];
  const cause = causeOf(story, index);
  const before = story.seen.flips[index - 1];
  if (!flip || !cause) return false;
  const cooled = !before || cause.at - before.at >= TIMES.cooldownMs;
  return cooled && !limitedAt(story, flip.to, cause.at);
}

/** A limit of the active account that was met, and that no flip answered. */
export function isMissed(story: Story, act: LimitAct): boolean {
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
export function returns(story: Story): readonly Return[] {
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
export function lost(story: Story): number {
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

export function promptsTwice(story: Story): number {
  const prompts = new Set(TASKS.map((task) => task.prompt));
  const taken = story.seen.requests.filter(
    (line) => line.event === 'prompt' && prompts.has(line.prompt ?? ''),
  );
  return taken.length - new Set(taken.map((line) => line.prompt)).size;
}

export function hitsEver(story: Story, state: string): number {
  return story.seen.hits.filter((hit) => hit.states.some((seen) => seen === state)).length;
}
