import { beforeEach, describe, expect, it } from 'vitest';
import type { Effect } from '../../src/core/engine/effects.js';
import type { SessionId } from '../../src/core/ids.js';
import { type Hands, perform } from '../../src/supervisor/perform.js';
import { type FakeHands, hands, never } from './support/fake-hands.js';
import { AGENT, fakeProcesses, pane, TARGET } from './support/fakes.js';

type Launch = Extract<Effect, { type: 'launch' }>;
type Restart = Extract<Effect, { type: 'restart' }>;

const [target, agent] = [TARGET, AGENT];
const RESTART: Restart = {
  id: 'e1',
  type: 'restart',
  session: 's1' as SessionId,
  name: 'ccl-1',
  target,
  agent,
  conversation: 'c1',
  task: null,
};
const LAUNCH: Launch = {
  id: 'e2',
  type: 'launch',
  room: 'ccl-1',
  target: null,
  agent: null,
  conversation: { id: 'c1', how: 'new' },
  cwd: null,
  task: null,
};
const NO_TASK = ['env', '-u', 'CLAUDE_FAILOVER_TASK'];
const OK = { ok: true, reason: '' };

let mine: FakeHands;
beforeEach(() => {
  mine = hands();
  mine.tmux.panes = [pane(1)];
});

const launch = (part: Partial<Launch> = {}) => perform({ ...LAUNCH, ...part }, mine);
const restart = (part: Partial<Restart> = {}) => perform({ ...RESTART, ...part }, mine);
const withHands = (part: Partial<Pick<Hands, 'processes' | 'commandFor'>>): void => {
  mine = { ...mine, ...part };
};
/** With a shell in the pane that waits for a person. */
const bareShell = () => withHands({ processes: { ...fakeProcesses(), isBareShell: async () => true } });

describe('a restart', () => {
  it('ends nothing without a command or a directory to start it in', async () => {
    withHands({ processes: { ...fakeProcesses(), terminate: never } });
    withHands({ commandFor: () => null });
    expect(await restart()).toMatchObject({ ok: false, reason: expect.stringMatching(/^no command/) });
    withHands({ commandFor: () => ({ argv: ['claude'], env: {}, cwd: null }) });
    const nowhere = { ...agent, cwd: null };
    expect(await restart({ agent: nowhere })).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/^no directory/),
    });
    expect(mine.tmux.asked).toEqual([]);
  });

  it('starts the command with the conversation in the same pane, with a shell behind it as before', async () => {
    expect(await restart()).toEqual({ type: 'restart', ...OK });
    const argv = [...NO_TASK, 'claude', '--resume', 'c1'];
    const respawn = { target, cwd: '/home/me', argv, env: { A: 'b' }, keepShell: true };
    expect(mine.tmux.asked).toEqual([{ keep: true }, { respawn }, { keep: false }]);
  });

  it('tells the new process of the task of the old one', async () => {
    await restart({ task: 't1' });
    const argv = ['env', 'CLAUDE_FAILOVER_TASK=t1', 'claude', '--resume', 'c1'];
    expect(mine.tmux.asked[1]).toMatchObject({ respawn: { argv } });
  });

  it('keeps a pane that was the agent’s own when its program ends', async () => {
    expect(await restart({ agent: { ...agent, pid: target.panePid } })).toEqual({ type: 'restart', ...OK });
    expect(mine.tmux.asked).toMatchObject([{ keep: true }, { respawn: { keepShell: false } }]);
  });

  it('does not start it a second time beside one that did not end', async () => {
    withHands({ processes: { ...fakeProcesses(), terminate: async () => false } });
    expect(await restart()).toMatchObject({ ok: false, reason: expect.stringMatching(/SIGTERM/) });
    expect(mine.tmux.asked).toEqual([{ keep: true }, { keep: false }]);
  });
});

describe('a launch', () => {
  it('makes a session where there is none', async () => {
    expect(await launch()).toEqual({ type: 'launch', ...OK });
    const argv = [...NO_TASK, 'claude', '--session-id', 'c1'];
    expect(mine.tmux.asked).toEqual([{ create: { name: 'ccl-1', cwd: '/work', argv, env: { A: 'b' } } }]);
  });

  it('resumes, tells of the task, and starts in the directory that is asked for', async () => {
    await launch({ conversation: { id: 'c2', how: 'resume' }, task: 't1', cwd: '/there' });
    const argv = ['env', 'CLAUDE_FAILOVER_TASK=t1', 'claude', '--resume', 'c2'];
    expect(mine.tmux.asked).toMatchObject([{ create: { cwd: '/there', argv } }]);
  });

  it('opens no conversation that another process has open, one it does not see among them', async () => {
    mine = { ...mine, processWith: (id) => (id === 'c2' ? 77 : null) };
    expect(await launch({ conversation: { id: 'c2', how: 'resume' } })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('open in another process (pid 77)'),
    });
    expect(mine.tmux.asked).toEqual([]);
    expect(await launch({ conversation: { id: 'c3', how: 'resume' } })).toMatchObject({ ok: true });
    // The agent in whose place it comes may have it open: that one is ended first.
    expect(await launch({ target, agent, conversation: { id: 'c2', how: 'resume' } })).toMatchObject({
      ok: true,
    });
  });

  it('starts where the ended agent was when nothing else is said, and nowhere when nothing is', async () => {
    withHands({ commandFor: () => ({ argv: ['claude'], env: {}, cwd: null }) });
    await launch({ target, agent });
    expect(mine.tmux.asked[1]).toMatchObject({ respawn: { cwd: '/home/me' } });
    expect(await launch()).toMatchObject({ ok: false, reason: expect.stringMatching(/cwd/) });
    withHands({ commandFor: () => null });
    expect(await launch()).toMatchObject({ ok: false, reason: expect.stringMatching(/command/) });
  });

  it('says why tmux made none', async () => {
    mine.tmux.answer = { ok: false, reason: 'the name is taken' };
    expect(await launch()).toEqual({ type: 'launch', ok: false, reason: 'the name is taken' });
  });

  it('replaces an agent only after it has ended', async () => {
    withHands({ processes: { ...fakeProcesses(), terminate: async () => false } });
    expect(await launch({ target, agent })).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/SIGTERM/),
    });
    expect(mine.tmux.asked).toEqual([{ keep: true }, { keep: false }]);
  });

  it('ends no agent that is not at its prompt any more', async () => {
    withHands({ processes: { ...fakeProcesses(), terminate: never } });
    mine.tmux.atPrompt = { ok: false, reason: 'the composer holds a draft' };
    expect(await launch({ target, agent })).toMatchObject({
      ok: false,
      reason: 'the composer holds a draft',
    });
    expect(mine.tmux.asked).toEqual([]);
  });

  it('ends no agent whose pane has changed', async () => {
    withHands({ processes: { ...fakeProcesses(), terminate: never } });
    mine.tmux.keeps = false;
    expect(await launch({ target, agent })).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/changed/),
    });
  });

  it('takes a dead pane whole and goes on keeping it', async () => {
    mine.tmux.panes = [pane(1, { dead: true })];
    withHands({ processes: { ...fakeProcesses(), isBareShell: never } });
    expect(await launch({ target })).toEqual({ type: 'launch', ...OK });
    expect(mine.tmux.asked).toMatchObject([{ keep: true }, { respawn: { target, keepShell: false } }]);
    expect(mine.tmux.asked).toHaveLength(2);
  });

  it('takes a shell that waits, and gives it back afterwards', async () => {
    bareShell();
    expect(await launch({ target })).toEqual({ type: 'launch', ...OK });
    expect(mine.tmux.asked).toMatchObject([{ respawn: { target, keepShell: true } }]);
    expect(mine.tmux.asked).toHaveLength(1);
  });

  it('leaves any other program alone', async () => {
    const result = await launch({ target });
    expect(result).toMatchObject({ ok: false, reason: expect.stringMatching(/^another program/) });
    expect(mine.tmux.asked).toEqual([]);
  });

  it.each([
    ['its pane is gone', [pane(2)], target],
    ['another program is in its pane', [pane(1, { panePid: 4 })], target],
    ['the server is another one', [pane(1)], { ...target, server: { pid: 77, startedAt: 1 } }],
  ])('starts nothing where %s', async (_, panes, seat) => {
    bareShell();
    mine.tmux.panes = panes;
    expect(await launch({ target: seat })).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/changed/),
    });
    expect(mine.tmux.asked).toEqual([]);
  });

  it('starts nothing while tmux does not answer', async () => {
    mine.tmux.reachable = false;
    expect(await launch({ target })).toEqual({ type: 'launch', ok: false, reason: 'no-server' });
  });
});
