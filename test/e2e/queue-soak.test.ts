import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { ask } from '../../src/adapters/http/client.js';
import { openQueueStage, type QueueStage } from '../support/queue-stage.js';
import { randomFrom } from '../support/random.js';
import type { Supervised } from '../support/stage.js';
import { until } from '../support/until.js';

const TASKS = Number(process.env.QUEUE_TASKS ?? 30);
const SESSIONS = Number(process.env.QUEUE_SESSIONS ?? 4);
const KILLS = Number(process.env.QUEUE_KILLS ?? 2);
const SERVERS = Number(process.env.QUEUE_SERVERS ?? 1);
const SWAPS = Number(process.env.QUEUE_SWAPS ?? 1);
const SEED = Number(process.env.QUEUE_SEED ?? 1);
/** Without any task ending for this long something hangs. */
const STILL_MS = 150_000;
const TURN = [
  { do: 'tool', output: 'ok', ms: 150 },
  { do: 'reply', ms: 100 },
] as const;

vi.setConfig({ testTimeout: TASKS * 4_000 + (KILLS + SERVERS + SWAPS) * 40_000 + 120_000 });

type Mishap = 'kill' | 'server' | 'swap';
let queue: QueueStage;
afterAll(() => queue.end());

/** After how many ended tasks each mishap comes. */
function mishaps(): readonly (readonly [number, Mishap])[] {
  const random = randomFrom(SEED);
  const many = (count: number, what: Mishap) =>
    Array.from({ length: count }, () => [Math.floor(random() * (TASKS - SESSIONS - 2)), what] as const);
  const all = [...many(KILLS, 'kill'), ...many(SERVERS, 'server'), ...many(SWAPS, 'swap')];
  return all.sort((a, b) => a[0] - b[0]);
}

async function ended(): Promise<readonly string[]> {
  return [...(await queue.ids('done')), ...(await queue.ids('failed'))];
}

function start(): Promise<Supervised> {
  return queue.supervise(SESSIONS, { turn: TURN });
}

/** Of two accounts the breaker stops the fifth automatic swap within five hours. */
const AUTOMATIC_MAX = 3;
let swaps = 0;

/** The active account hits its limit for a while, so that the supervisor has to swap; later ones are a person's. */
async function swap(supervisor: Supervised): Promise<void> {
  const { stage } = queue;
  const from = stage.active();
  const to = from === 'work' ? 'personal' : 'work';
  swaps += 1;
  if (swaps > AUTOMATIC_MAX) {
    const socket = join(supervisor.stateDir, 'control.sock');
    const order = async () => {
      const reply = await ask(socket, 'POST', '/swap', { body: { to, force: true } });
      return reply.type === 'answer' && reply.status < 300;
    };
    await until('the swap is taken', order, 60_000);
    await stage.flippedTo(to, 100_000);
    return;
  }
  await stage.sandbox.setAccounts({ [from]: { limitedUntil: Date.now() + 60_000 }, [to]: {} });
  await stage.flippedTo(to, 100_000);
  await stage.sandbox.setAccounts({ [from]: {} });
}

it(`${TASKS} tasks, ${KILLS} kills, ${SERVERS} tmux servers, ${SWAPS} swaps: each ends once, nothing is submitted twice`, async () => {
  queue = await openQueueStage();
  const names = Array.from({ length: TASKS }, (_, index) => `t${index}`);
  let supervisor = await start();
  for (const name of names) await queue.drop(`${name}.md`, `prompt of ${name}`);
  try {
    for (const [share, what] of mishaps()) {
      await until(`${share} tasks ended`, async () => (await ended()).length >= share, STILL_MS * 4);
      if (what === 'swap') await swap(supervisor);
      else if (what === 'server') await queue.stage.sandbox.tmux.killServer().catch(() => undefined);
      else {
        await supervisor.kill();
        supervisor = await start();
      }
    }
    let last = -1;
    while (last < TASKS) {
      const before = last;
      await until(`more than ${before} tasks ended`, async () => (await ended()).length > before, STILL_MS);
      last = (await ended()).length;
    }
  } catch (error) {
    await queue.stage.tell();
    throw error;
  }
  expect([...(await ended())].sort()).toEqual([...names].sort());
  expect([...(await queue.ids('inbox')), ...(await queue.ids('running'))]).toEqual([]);
  const prompts = (await queue.prompts()).map((line) => line.prompt).filter((text) => text !== 'continue');
  expect(prompts).toHaveLength(new Set(prompts).size);
  const reasons = await Promise.all((await queue.ids('failed')).map((id) => queue.reason(id)));
  const strange = reasons.filter(
    (reason) => !/^(?:unconfirmed|its session ended|.* before it began)/.test(reason),
  );
  expect(strange).toEqual([]);
  process.stdout.write(
    `done ${(await queue.ids('done')).length}, failed ${reasons.length}, prompts ${prompts.length}\n`,
  );
});
