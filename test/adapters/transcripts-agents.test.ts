import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createTranscripts } from '../../src/adapters/transcripts.js';
import { temporaryFolder } from './support.js';

const PAYLOADS = 'fixtures/payloads';
const PID = 2 ** 22 + 7;
const CWD = '/home/u/work/demo';
const ID = 'e2a6823e-58de-43a6-93e6-9f0770d546fd';
const STARTED_MS = Date.parse('2026-11-22T14:00:00.000Z');
const NOON = STARTED_MS + 600_000;

/** A conversation of a process that started at 14:00; the clock stands at 14:10. */
function conversation() {
  const home = temporaryFolder();
  const dir = join(home, '.claude');
  const folder = join(dir, 'projects', '-home-u-work-demo');
  const agents = join(folder, ID, 'subagents');
  mkdirSync(join(dir, 'sessions'), { recursive: true });
  mkdirSync(folder, { recursive: true });
  const fields = { pid: PID, sessionId: ID, cwd: CWD, version: '2.1.330', procStart: '400000' };
  writeFileSync(join(dir, 'sessions', `${PID}.json`), JSON.stringify(fields));
  const own = join(folder, `${ID}.jsonl`);
  writeFileSync(own, '');
  let now = NOON;
  const port = createTranscripts({
    dirs: () => [dir],
    home,
    clock: () => ({ wallMs: now, steadyMs: 4_000_000 + now - STARTED_MS }),
    zone: 'UTC',
  });
  const next = async () =>
    (await port.read({ pid: PID, startTicks: 400_000, cwd: CWD, configDir: null })).rows;
  return {
    own,
    agents,
    next,
    pass: (ms: number) => {
      now += ms;
    },
    /** Writes to a sub-agent's file, at the clock's time. */
    agent: (name: string, text: string, atMs = now) => {
      const path = join(agents, name);
      mkdirSync(dirname(path), { recursive: true });
      appendFileSync(path, text);
      utimesSync(path, new Date(atMs), new Date(atMs));
    },
  };
}

const iso = (ms: number) => new Date(ms).toISOString();

function prompt(n: number, atMs = NOON): string {
  const message = { role: 'user', content: `prompt ${n}` };
  return `${JSON.stringify({ type: 'user', uuid: `row-${n}`, timestamp: iso(atMs), message })}\n`;
}

function refused(uuid: string, atMs = NOON, more: Readonly<Record<string, unknown>> = {}): string {
  const row = {
    isSidechain: true,
    type: 'assistant',
    uuid,
    timestamp: iso(atMs),
    message: {
      content: [{ type: 'text', text: "You've hit your 5-hour limit · resets 6pm (Europe/Paris)" }],
    },
    isApiErrorMessage: true,
    ...more,
  };
  return `${JSON.stringify(row)}\n`;
}

const ids = async (rows: Promise<readonly { readonly uuid: string }[]>) =>
  (await rows).map(({ uuid }) => uuid);

const real = (name: string) => readFileSync(`${PAYLOADS}/transcript-agent__${name}.jsonl`, 'utf8');

describe('what sub-agents met', () => {
  test('a real refusal of 2.1.330 is told once, and nothing else of the sub-agent', async () => {
    const { agent, next } = conversation();
    agent('agent-a85ecb62c0ae57781.jsonl', real('2.1.330__5h-limit'));
    expect(await next()).toMatchObject([
      {
        uuid: JSON.parse(real('2.1.330__5h-limit').trim().split('\n')[1] ?? '').uuid,
        type: 'limit',
        sidechain: true,
        limit: { kind: 'five-hour', resetsAtMs: 1_795_366_800_000, sure: true },
      },
    ]);
    expect(await next()).toEqual([]);
  });

  test('a real refusal of 2.1.150, which has its words alone', async () => {
    const { agent, next } = conversation();
    agent('agent-af7eb4740650469a0.jsonl', real('2.1.150__5h-limit'));
    const resetsAtMs = Date.parse('2026-11-22T18:01:00.000Z');
    expect(await next()).toMatchObject([
      { sidechain: true, limit: { kind: 'five-hour', resetsAtMs, sure: true } },
    ]);
  });

  test('answers, other errors and files of another name say nothing', async () => {
    const { agent, agents, next } = conversation();
    agent('agent-aa8421b3aa82ca2c7.jsonl', real('2.1.330__answered'));
    agent('agent-a1.jsonl', refused('e-1', NOON, { apiErrorStatus: 500, error: 'server_error' }));
    agent('agent-a1.meta.json', refused('e-2'));
    agent('notes.jsonl', refused('e-3'));
    mkdirSync(join(agents, 'agent-a2.jsonl'));
    expect(await next()).toEqual([]);
  });

  test('a row that does not say so is a sub-agent’s all the same', async () => {
    const { agent, next } = conversation();
    agent('agent-a1.jsonl', refused('r-1', NOON, { isSidechain: false }));
    expect(await next()).toMatchObject([{ uuid: 'r-1', sidechain: true }]);
  });

  test('each refusal stands where its time puts it among the rows of the conversation', async () => {
    const { own, agent, next } = conversation();
    writeFileSync(own, prompt(1, NOON - 5_000) + prompt(2, NOON));
    agent('agent-a1.jsonl', refused('r-late', NOON + 1));
    agent('agent-a2.jsonl', refused('r-early', NOON - 6_000) + refused('r-middle', NOON - 1));
    expect(await ids(next())).toEqual(['r-early', 'row-1', 'r-middle', 'row-2', 'r-late']);
  });
});

describe('following them', () => {
  test('a file that grows, one that appears, and those of a workflow', async () => {
    const { agent, next, pass } = conversation();
    agent('agent-a1.jsonl', prompt(1));
    expect(await next()).toEqual([]);
    agent('agent-a1.jsonl', refused('r-1').slice(0, 40));
    expect(await next()).toEqual([]);
    agent('agent-a1.jsonl', refused('r-1').slice(40));
    expect(await ids(next())).toEqual(['r-1']);
    agent('agent-a2.jsonl', refused('r-2'));
    agent('workflows/run-1/agent-a3.jsonl', refused('r-3'));
    pass(10_000);
    expect((await ids(next())).sort()).toEqual(['r-2', 'r-3']);
    expect(await next()).toEqual([]);
  });

  test('a file that appears beside quiet ones is looked at at once', async () => {
    const { agent, agents, next, pass } = conversation();
    agent('agent-a1.jsonl', prompt(1));
    await next();
    agent('agent-a2.jsonl', refused('r-1'));
    utimesSync(agents, new Date(NOON), new Date(NOON + 1_000));
    expect(await ids(next())).toEqual(['r-1']);
    pass(9_000);
    agent('workflows/run-1/agent-a3.jsonl', refused('r-2'));
    utimesSync(agents, new Date(NOON), new Date(NOON + 1_000));
    expect(await next()).toEqual([]);
    pass(1_000);
    expect(await ids(next())).toEqual(['r-2']);
  });

  test('one that was quiet for long and is given another message', async () => {
    const { agent, next, pass } = conversation();
    agent('agent-a1.jsonl', prompt(1));
    await next();
    pass(3_600_000);
    await next();
    agent('agent-a1.jsonl', refused('r-1', NOON + 3_600_000));
    pass(10_000);
    expect(await ids(next())).toEqual(['r-1']);
  });

  test('one of an earlier process that is given another message in a quiet conversation', async () => {
    const { agent, next, pass } = conversation();
    agent('agent-a1.jsonl', prompt(1), STARTED_MS - 60_000);
    for (let minutes = 0; minutes < 10; minutes += 1) {
      expect(await next()).toEqual([]);
      pass(60_000);
    }
    agent('agent-a1.jsonl', refused('r-1', NOON + 600_000));
    pass(60_000);
    expect(await ids(next())).toEqual(['r-1']);
  });

  test('what an earlier process met is old, also in a file that is written to again', async () => {
    const { agent, next, pass } = conversation();
    agent('agent-a1.jsonl', refused('r-old', STARTED_MS - 60_000), STARTED_MS - 60_000);
    agent('agent-a2.jsonl', refused('r-old-too', STARTED_MS - 60_000));
    expect(await next()).toEqual([]);
    agent('agent-a1.jsonl', refused('r-new'));
    pass(10_000);
    expect(await ids(next())).toEqual(['r-new']);
  });

  test('the newest files only, but each in its turn', async () => {
    const { agent, next, pass } = conversation();
    for (let n = 0; n < 40; n += 1) agent(`agent-a${n}.jsonl`, refused(`r-${n}`), NOON - n);
    expect((await ids(next())).sort()).toEqual(Array.from({ length: 16 }, (_, n) => `r-${n}`).sort());
    pass(10_000);
    agent('agent-a39.jsonl', '\n');
    expect(await ids(next())).toEqual(['r-39']);
  });

  test('a folder that goes away takes nothing along', async () => {
    const { own, agent, agents, next } = conversation();
    agent('agent-a1.jsonl', prompt(1));
    await next();
    rmSync(agents, { recursive: true });
    appendFileSync(own, prompt(2));
    expect(await ids(next())).toEqual(['row-2']);
    writeFileSync(agents, 'a file');
    appendFileSync(own, prompt(3));
    expect(await ids(next())).toEqual(['row-3']);
  });

  test('the conversation’s own rows beside them', async () => {
    const { own, agent, next } = conversation();
    copyFileSync(`${PAYLOADS}/transcript-story__2.1.330__agent-then-main-limited.jsonl`, own);
    agent('agent-a85ecb62c0ae57781.jsonl', real('2.1.330__5h-limit'));
    expect((await next()).map(({ type, sidechain }) => (sidechain ? `agent: ${type}` : type))).toEqual([
      'prompt',
      'reply',
      'reply',
      'tool-result',
      'reply',
      'agent: limit',
      'limit',
      'notice',
    ]);
  });
});
