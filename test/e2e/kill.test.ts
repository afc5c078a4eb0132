import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Durable } from '../../src/core/engine/state.js';
import { randomFrom } from '../support/random.js';
import type { Stage, Supervised } from '../support/stage.js';
import { openStages, type Stages } from '../support/stages.js';
import { readState } from '../support/supervisor.js';

const HOUR = 3_600_000;
const ROUNDS = Number(process.env.KILL_ROUNDS ?? 6);
const SEED = Number(process.env.KILL_SEED ?? 1);
const NAMES = ['ccl-1', 'ccl-2', 'vault'] as const;
/** The canary answers after about 0.8 s, the last session after about 2 s. */
const SWAP_TAKES_MS = 2_400;
const SETTLED = ['unconfirmed', 'draft', 'asking', 'person-active'];

vi.setConfig({ testTimeout: ROUNDS * 20_000 + 120_000 });

let stages: Stages;
beforeAll(async () => {
  // One with the dialog, two with the native wait.
  const agents = { 'ccl-1': { env: { FAKE_CLAUDE_AUTO_CONTINUE: '0' } }, 'ccl-2': {}, vault: {} };
  stages = await openStages(3, () => agents);
});
afterAll(() => stages.end());

/** When each round kills the supervisor, and its successor; null: the successor lives. */
function moments(): readonly (readonly [number, number | null])[] {
  const random = randomFrom(SEED);
  return Array.from({ length: ROUNDS }, () => {
    const firstMs = Math.round(random() * SWAP_TAKES_MS);
    const againMs = Math.round(random() * SWAP_TAKES_MS);
    return [firstMs, random() < 0.4 ? againMs : null] as const;
  });
}

/** Three sessions run into the limit of `work`, all at once. */
async function limitAll(stage: Stage): Promise<void> {
  await stage.sandbox.setAccounts({ work: { limitedUntil: Date.now() + 2 * HOUR } });
  await Promise.all(NAMES.map((name) => stage.submit(name)));
}

async function killAfter(supervisor: Supervised, ms: number): Promise<void> {
  setTimeout(() => supervisor.signal('SIGKILL'), ms);
  await supervisor.ended;
}

/** Kills it within about a millisecond of the journal's first line of this phase. */
async function killAt(supervisor: Supervised, phase: string): Promise<void> {
  const file = join(supervisor.stateDir, 'journal.jsonl');
  const end = performance.now() + 15_000;
  while (!readFileSync(file, 'utf8').includes(`"phase":"${phase}"`)) {
    if (performance.now() > end) throw new Error(`the swap never came to ${phase}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await supervisor.kill();
}

async function answeredOn(stage: Stage, account: string, sinceMs: number): Promise<readonly string[]> {
  const lines = await stage.record(sinceMs);
  return NAMES.filter((name) =>
    lines.some((line) => line.name === name && line.outcome === 'answered' && line.account === account),
  );
}

interface Round {
  readonly phase: string;
  readonly left: readonly string[];
  readonly seconds: number;
}

/** What became of each session that was not answered, as the state on disk tells it. */
function reasons(state: Durable, missing: readonly string[]): readonly string[] {
  return missing.map((name) => {
    const resume = state.resumes.find((one) => one.name === name);
    return `${name}: ${resume?.end ?? 'unknown'}, ${resume?.detail ?? ''}`;
  });
}

/** After the kill, and perhaps a second one: a new supervisor brings it to its end. Throws where anything was lost or done twice. */
async function converge(
  stage: Stage,
  killed: Supervised,
  { sinceMs, againMs }: { readonly sinceMs: number; readonly againMs: number | null },
): Promise<Round> {
  const { stateDir } = killed;
  const phase = (await readState(stateDir))?.swap?.phase ?? 'before';
  const startMs = performance.now();
  let last = await stage.supervise({ stateDir });
  if (againMs !== null) {
    await killAfter(last, againMs);
    last = await stage.supervise({ stateDir });
  }
  await stage.flippedTo('personal');
  const state = await last.holds(
    'every session back, or told',
    (durable) => durable.swap?.phase !== 'canary' && everyoneSettled(durable),
    40_000,
  );
  const seconds = (performance.now() - startMs) / 1_000;
  await stage.polls(6);
  const answered = await answeredOn(stage, 'personal', sinceMs);
  const left = reasons(
    state,
    NAMES.filter((name) => !answered.includes(name)),
  );
  for (const name of NAMES) {
    const prompts = await stage.prompts(name, sinceMs);
    expect(
      prompts.filter((prompt) => prompt === 'continue').length,
      `${name}: ${prompts}`,
    ).toBeLessThanOrEqual(1);
    expect(prompts[0]).toBe('go');
  }
  for (const line of left)
    expect(
      SETTLED.some((end) => line.includes(`: ${end},`)),
      line,
    ).toBe(true);
  const lines = await stage.record(sinceMs);
  expect(lines.filter((line) => line.event === 'start' || line.event === 'exit')).toEqual([]);
  expect(stage.active()).toBe('personal');
  const end = await readState(stateDir);
  expect(end?.activeAccount).toBe('personal');
  expect(end?.flips).toHaveLength(1);
  return { phase, left, seconds };
}

function everyoneSettled(state: Durable): boolean {
  return NAMES.every((name) => {
    const resume = state.resumes.findLast((one) => one.name === name);
    return resume?.step === 'ended' && resume.end !== 'pending';
  });
}

describe('kill -9', () => {
  it.concurrent.each(['preflight', 'flip', 'verify', 'canary', 'resume'])(
    'at %s: the next start brings it to its end',
    (phase) =>
      stages.play(async (stage) => {
        const sinceMs = Date.now();
        const first = await stage.supervise();
        await Promise.all([killAt(first, phase), limitAll(stage)]);
        const round = await converge(stage, first, { sinceMs, againMs: null });
        expect(round.left).toEqual([]);
      }),
  );
});

describe(`kill -9 at ${ROUNDS} random moments of a swap, seed ${SEED}`, () => {
  const rounds: Round[] = [];

  it.concurrent.each(moments())('round %#: after %i ms, again after %s ms', (firstMs, againMs) =>
    stages.play(async (stage) => {
      const sinceMs = Date.now();
      const first = await stage.supervise();
      await limitAll(stage);
      await killAfter(first, firstMs);
      rounds.push(await converge(stage, first, { sinceMs, againMs }));
    }),
  );

  it('leaves hardly a session to the person', () => {
    expect(rounds).toHaveLength(ROUNDS);
    expect(rounds.flatMap((round) => round.left).length).toBeLessThanOrEqual(Math.ceil(ROUNDS / 10));
    const phases = rounds.map((round) => round.phase);
    const longest = Math.max(...rounds.map((round) => round.seconds)).toFixed(1);
    process.stderr.write(`killed at ${phases.join(' ')}; longest way back ${longest} s\n`);
  });
});
