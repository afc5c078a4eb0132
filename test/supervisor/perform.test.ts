import { describe, expect, it } from 'vitest';
import { EFFECT_DEADLINE_MS } from '../../src/core/engine/effects.js';
import type { PaneId, SessionId } from '../../src/core/ids.js';
import { perform } from '../../src/supervisor/perform.js';
import { hands } from './support/fake-hands.js';
import { AGENT, FakeAccounts, fakeProcesses, pane, TARGET } from './support/fakes.js';

const [target, agent] = [TARGET, AGENT];
const session = 's1' as SessionId;
const type = { id: 'e1', type: 'type', session, target, text: 'continue', closeDialog: false } as const;
const flip = { id: 'e2', type: 'flip', fromDir: '/a', toDir: '/b', agents: [] } as const;
const restart = {
  id: 'e3',
  type: 'restart',
  session,
  name: 'ccl-1',
  target,
  agent,
  conversation: 'c1',
  task: null,
} as const;
const launch = {
  id: 'e4',
  type: 'launch',
  room: 'ccl-1',
  target,
  agent: null,
  conversation: { id: 'c1', how: 'new' },
  cwd: null,
  task: null,
} as const;
const task = 't1';
const submit = { id: 'e5', type: 'submit', task, session, target } as const;
const endAgent = { id: 'e6', type: 'end-agent', room: 'ccl-1', agent } as const;
const claim = { id: 'e7', type: 'claim', task } as const;
const move = {
  id: 'e8',
  type: 'move',
  task,
  from: 'running',
  to: 'failed',
  reason: 'it died',
  tail: target,
} as const;
const limit = { maxAgeMs: 1, maxCount: 1 };
const tidy = { id: 'e9', type: 'tidy', nowMs: 1, done: limit, failed: limit } as const;

describe('an effect', () => {
  it('settles as timeout at its deadline, and its late outcome no longer counts', async () => {
    const mine = hands();
    let answer: (outcome: { outcome: 'submitted' }) => void = () => undefined;
    mine.tmux.typing = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const outcomes: unknown[] = [];
    const done = perform(type, mine).then((outcome) => outcomes.push(outcome));
    await mine.clock.pass(EFFECT_DEADLINE_MS.type - 1);
    expect(outcomes).toEqual([]);
    await mine.clock.pass(1);
    answer({ outcome: 'submitted' });
    await done;
    expect(outcomes).toEqual([{ type: 'timeout' }]);
  });

  it('leaves no timer behind when it settles in time', async () => {
    const mine = hands();
    expect(await perform(flip, mine)).toEqual({ type: 'flip', refusal: null });
    expect(mine.clock.waiting).toBe(0);
  });

  it('settles every fault nobody foresaw as an outcome of its own sort, and logs it', async () => {
    const broken = (): Promise<never> => Promise.reject(new Error('EIO'));
    const mine = hands();
    mine.tmux.typing = broken;
    const failing = hands({ accounts: { ...new FakeAccounts(), flip: broken } as never });
    const refusing = hands({ processes: { ...fakeProcesses(), terminate: broken } });
    expect(await perform(type, mine)).toEqual({
      type: 'type',
      result: { outcome: 'unconfirmed', reason: 'EIO' },
    });
    expect(await perform(flip, failing)).toEqual({
      type: 'flip',
      refusal: { code: 'io', reason: 'EIO', passing: false },
    });
    expect(await perform(restart, refusing)).toEqual({ type: 'restart', ok: false, reason: 'EIO' });
    expect(mine.lines).toEqual(['effect e1 (type) failed: EIO']);
  });

  it('of the queue that nobody foresaw to fail is settled as not done, a submit as unconfirmed', async () => {
    const broken = (): Promise<never> => Promise.reject(new Error('EIO'));
    const mine = hands({ processes: { ...fakeProcesses(), terminate: broken } });
    Object.assign(mine.queue, { claim: broken, move: broken, prompt: broken, tidy: broken });
    mine.tmux.list = broken;
    const failed = { ok: false, reason: 'EIO' };
    expect(await perform(claim, mine)).toEqual({ type: 'claim', ...failed });
    expect(await perform(move, mine)).toEqual({ type: 'move', ...failed });
    expect(await perform(endAgent, mine)).toEqual({ type: 'end-agent', ...failed });
    expect(await perform(launch, mine)).toEqual({ type: 'launch', ...failed });
    expect(await perform(tidy, mine)).toEqual({ type: 'tidy', did: [] });
    expect(await perform(submit, mine)).toEqual({
      type: 'type',
      result: { outcome: 'unconfirmed', reason: 'EIO' },
    });
    expect(mine.lines).toHaveLength(6);
  });
});

describe('a submit', () => {
  it('types the prompt of the task, and closes no dialog for it', async () => {
    const mine = hands();
    mine.queue.prompts.set('t1', 'do it\nwell');
    expect(await perform(submit, mine)).toEqual({ type: 'type', result: { outcome: 'submitted' } });
    expect(mine.tmux.texts).toEqual(['do it\nwell']);
    expect(mine.tmux.closing).toEqual([false]);
  });

  it('types nothing of a prompt that cannot be read', async () => {
    const mine = hands();
    expect(await perform(submit, mine)).toEqual({
      type: 'type',
      result: { outcome: 'refused', cause: 'text', reason: 'it is empty' },
    });
    expect(mine.tmux.typed).toEqual([]);
  });
});

describe('the end of an agent', () => {
  it('is that of exactly this process', async () => {
    const asked: number[][] = [];
    const terminate = async (...args: number[]) => asked.push(args) > 0;
    const mine = hands({ processes: { ...fakeProcesses(), terminate } });
    expect(await perform(endAgent, mine)).toEqual({ type: 'end-agent', ok: true, reason: '' });
    expect(asked).toEqual([[agent.pid, agent.startTicks, 20_000]]);
  });

  it('that does not come is said', async () => {
    const mine = hands({ processes: { ...fakeProcesses(), terminate: async () => false } });
    expect(await perform(endAgent, mine)).toMatchObject({ type: 'end-agent', ok: false });
  });
});

describe('the queue folder', () => {
  it('is handed claims and what is to be tidied, and answers for itself', async () => {
    const mine = hands();
    expect(await perform(claim, mine)).toEqual({ type: 'claim', ok: true, reason: '' });
    expect(await perform(tidy, mine)).toEqual({ type: 'tidy', did: ['removed 3 of done/'] });
    mine.queue.answer = { ok: false, reason: 'the disk is full' };
    expect(await perform(claim, mine)).toEqual({ type: 'claim', ok: false, reason: 'the disk is full' });
    expect(await perform(move, mine)).toEqual({ type: 'move', ok: false, reason: 'the disk is full' });
    expect(mine.queue.calls).toEqual(['claim t1', 'claim t1']);
  });

  it('gets with the reason the end of the screen, cleaned, 20 lines of 200 characters', async () => {
    const mine = hands();
    mine.tmux.panes = [pane(1, { dead: true })];
    const rows = Array.from({ length: 30 }, (_, n) => `row ${n}\n   \n`).join('');
    mine.tmux.screens.set('%1', `${rows}\x1b[31mred\x1b[0m\u202e\x07${'x'.repeat(300)}\n\n`);
    expect(await perform(move, mine)).toMatchObject({ ok: true });
    const [told] = mine.queue.moves;
    expect(told).toMatchObject({ task: 't1', from: 'running', to: 'failed' });
    const lines = told?.reason.split('\n') ?? [];
    expect(lines.slice(0, 4)).toEqual(['it died', '', 'The end of its screen:', 'row 11']);
    expect(lines).toHaveLength(23);
    expect(lines.at(-1)).toBe(`red ${'x'.repeat(196)}`);
  });

  it.each([
    ['another program is in the pane', [pane(1, { panePid: 7 })], target],
    ['the pane is gone', [], target],
    ['the server is another one', [pane(1)], { ...target, server: { pid: 1, startedAt: 1 } }],
    ['nothing stands there', [pane(2), pane(1)], { ...target, pane: '%2' as PaneId, panePid: 1_002 }],
  ])('gets the bare reason where %s', async (_, panes, tail) => {
    const mine = hands();
    mine.tmux.panes = panes;
    mine.tmux.screens.set('%1', 'not its screen');
    expect(await perform({ ...move, tail }, mine)).toMatchObject({ ok: true });
    expect(mine.queue.moves.map(({ reason }) => reason)).toEqual(['it died']);
  });
});
