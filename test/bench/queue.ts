import { request } from 'node:http';
import { join } from 'node:path';
import { openQueueStage, type QueueStage } from '../support/queue-stage.ts';
import type { Supervised } from '../support/stage.ts';
import { until } from '../support/until.ts';
import { residentKb } from './cpu.ts';
import { pause, percentile } from './stats.ts';

export interface QueueReport {
  readonly tasks: number;
  /** Milliseconds from the rename into the inbox to the prompt at the agent, with a session free. */
  readonly startP50: number;
  readonly startP99: number;
  /** Of that: from the start of the agent's process to its prompt; the rest is ours. */
  readonly agentP50: number;
  readonly sessions: number;
  /** Tasks that answer at once. */
  readonly perMinute: number;
  readonly files: number;
  /** Longest time until the supervisor answered `/status`, while the files came in and the 30 s after, ms. */
  readonly slowestAnswer: number;
  /** The same without any file. */
  readonly slowestBefore: number;
  readonly grownMb: number;
}

const SESSIONS = 4;
const QUICK_TURN = { do: 'reply', ms: 10 } as const;

/** From drop to prompt, one task at a time. */
async function oneByOne(queue: QueueStage, count: number) {
  const waits: number[] = [];
  const starts: number[] = [];
  for (let index = 0; index < count; index++) {
    const text = `latency ${index}`;
    // Anywhere between two polls.
    await pause(Math.random() * 1_000);
    const droppedMs = Date.now();
    await queue.drop(`latency-${index}.md`, text);
    const prompt = await until(
      text,
      async () => (await queue.prompts()).find((line) => line.prompt === text),
      60_000,
    );
    const lines = await queue.stage.record();
    const started = lines.find((line) => line.event === 'start' && line.conversation === prompt.conversation);
    waits.push(prompt.at - droppedMs);
    starts.push(prompt.at - (started?.at ?? prompt.at));
    await queue.isIn(`latency-${index}`, 'done', 60_000);
  }
  return { waits, starts };
}

async function throughput(queue: QueueStage, count: number): Promise<number> {
  const names = Array.from({ length: count }, (_, index) => `many-${index}`);
  const fromMs = performance.now();
  for (const name of names) await queue.drop(`${name}.md`, `do ${name}`);
  await until(
    'all done',
    async () => (await queue.ids('done')).filter((id) => id.startsWith('many-')).length === count,
    600_000,
  );
  return count / ((performance.now() - fromMs) / 60_000);
}

function answerMs(socketPath: string): Promise<number> {
  const fromMs = performance.now();
  return new Promise((resolve, reject) => {
    request({ socketPath, path: '/health', agent: false, headers: { host: 'localhost' } }, (response) => {
      response.resume().once('end', () => resolve(performance.now() - fromMs));
    })
      .once('error', reject)
      .end();
  });
}

/** The slowest of many small questions, asked until `over` resolves. */
async function slowest(supervisor: Supervised, over: Promise<unknown>): Promise<number> {
  const socket = join(supervisor.stateDir, 'control.sock');
  let isOver = false;
  void over.then(() => {
    isOver = true;
  });
  let worst = 0;
  while (!isOver) {
    worst = Math.max(worst, await answerMs(socket));
    await pause(10);
  }
  return worst;
}

async function tenThousand(
  count: number,
): Promise<Pick<QueueReport, 'slowestAnswer' | 'slowestBefore' | 'grownMb'>> {
  const queue = await openQueueStage();
  try {
    const supervisor = await queue.supervise(1, { mode: 'observe' });
    const socket = join(supervisor.stateDir, 'control.sock');
    await until('it answers', () => answerMs(socket).catch(() => null));
    const slowestBefore = await slowest(supervisor, pause(15_000));
    const beforeMb = residentKb(supervisor.pid) / 1_024;
    const drops = (async () => {
      for (let index = 0; index < count; index++)
        await queue.drop(`file-${index}.md`, `---\npriority: ${index % 10}\n---\ntask ${index}\n`);
      await pause(30_000);
    })();
    const slowestAnswer = await slowest(supervisor, drops);
    await supervisor.says(/./);
    return { slowestAnswer, slowestBefore, grownMb: residentKb(supervisor.pid) / 1_024 - beforeMb };
  } finally {
    await queue.end();
  }
}

export async function benchQueue(quick: boolean, tell: (line: string) => void): Promise<QueueReport> {
  const tasks = quick ? 8 : 30;
  const files = 10_000;
  const queue = await openQueueStage();
  try {
    await queue.supervise(SESSIONS, { turn: QUICK_TURN, quota: { poll_interval: '1s' } });
    tell(`queue: ${tasks} tasks, one at a time`);
    const { waits, starts } = await oneByOne(queue, tasks);
    tell('queue: as many as go');
    const perMinute = await throughput(queue, quick ? 16 : 60);
    tell(`queue: ${files} files`);
    return {
      tasks,
      startP50: percentile(waits, 0.5),
      startP99: percentile(waits, 0.99),
      agentP50: percentile(starts, 0.5),
      sessions: SESSIONS,
      perMinute,
      files,
      ...(await tenThousand(files)),
    };
  } finally {
    await queue.end();
  }
}
