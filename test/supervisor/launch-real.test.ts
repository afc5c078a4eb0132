import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { steadyMs } from '../../src/adapters/clock.js';
import { createProcesses } from '../../src/adapters/processes.js';
import type { Effect } from '../../src/core/engine/effects.js';
import type { SessionId } from '../../src/core/ids.js';
import type { AgentProcess, PaneFacts, PaneTarget, TmuxPort } from '../../src/core/ports.js';
import { classify } from '../../src/core/quota/classify.js';
import { perform } from '../../src/supervisor/perform.js';
import { createTmux } from '../../src/tmux/index.js';
import { type AgentSandbox, agentSandbox } from '../support/agents.js';
import { until } from '../support/until.js';
import { type FakeHands, hands } from './support/fake-hands.js';

type Launch = Extract<Effect, { type: 'launch' }>;

interface Seat {
  readonly facts: PaneFacts;
  readonly target: PaneTarget;
  readonly agent: AgentProcess | null;
}

/** Real tmux, real processes, the scripted agent; the clock of the effects stands still. */
let sandbox: AgentSandbox;
let tmux: TmuxPort;
let mine: FakeHands;
const processes = createProcesses({ steadyMs });
beforeEach(async () => {
  sandbox = await agentSandbox();
  tmux = createTmux({
    socketPath: sandbox.tmux.socketPath,
    env: sandbox.tmux.env,
    recognise: (screen, cols) => classify(screen, { capturedAtMs: Date.now(), zone: 'UTC', cols }),
  });
  const command = { argv: ['claude'], env: sandbox.env, cwd: sandbox.cwd };
  mine = hands({ tmux, processes, commandFor: () => command });
});
afterEach(async () => {
  await tmux.close();
  await sandbox.end();
});

function launch(part: Partial<Launch>) {
  const conversation = { id: randomUUID(), how: 'new' } as const;
  const order = { id: 'e1', type: 'launch', room: 'ccl-1', target: null, agent: null, cwd: null, task: null };
  return perform({ ...order, conversation, ...part } as Launch, mine);
}

async function seat(name = 'ccl-1'): Promise<Seat | null> {
  const listing = await tmux.list();
  const facts = listing?.panes.find((pane) => pane.sessionName === name);
  if (!listing || !facts) return null;
  const target = { server: listing.server, pane: facts.pane, panePid: facts.panePid };
  const agent = facts.dead ? null : (await processes.agents([facts.panePid])).get(facts.panePid);
  return { facts, target, agent: agent ?? null };
}

/** The seat with an agent at its prompt, another one than `not`. */
async function seated(not?: number): Promise<Seat & { readonly agent: AgentProcess }> {
  return until('an agent is at its prompt', async () => {
    const now = await seat();
    if (!now?.agent || now.agent.pid === not) return null;
    const screen = (await tmux.captureStyled(now.facts.pane)) ?? '';
    const { composer } = classify(screen, { capturedAtMs: Date.now(), zone: 'UTC' });
    return composer.state === 'empty' ? { ...now, agent: now.agent } : null;
  });
}

async function submit(target: PaneTarget, text: string): Promise<void> {
  mine.queue.prompts.set('t1', text);
  const order = { id: 'e2', type: 'submit', task: 't1', session: 's1' as SessionId, target } as const;
  expect(await perform(order, mine)).toEqual({ type: 'type', result: { outcome: 'submitted' } });
}

const taskOf = async ({ pid }: AgentProcess): Promise<string | null> =>
  /(?:^|\0)CLAUDE_FAILOVER_TASK=([^\0]*)/.exec(await readFile(`/proc/${pid}/environ`, 'utf8'))?.[1] ?? null;
const keeps = ({ pane }: PaneTarget): Promise<string> =>
  sandbox.tmux.tmux('show-options', '-p', '-v', '-t', pane, 'remain-on-exit');
const DONE = { type: 'launch', ok: true, reason: '' };

describe('an agent is launched', () => {
  it('in a new session for a task, gets its prompt, and is replaced by one that knows nothing of it', async () => {
    const id = randomUUID();
    expect(await launch({ conversation: { id, how: 'new' }, task: 't1' })).toEqual(DONE);
    const first = await seated();
    expect(first.agent).toMatchObject({ pid: first.target.panePid, cwd: sandbox.cwd });
    expect(await taskOf(first.agent)).toBe('t1');
    await submit(first.target, 'do it; $(now)\nC-c');
    const prompt = await until('the prompt has come', async () =>
      (await sandbox.log()).find((line) => line.event === 'prompt'),
    );
    expect(prompt).toMatchObject({ conversation: id, prompt: 'do it; $(now)\nC-c' });

    await until('its turn is over', async () => (await tmux.isAtPrompt(first.target)).ok);
    await sandbox.tmux.tmux('set-environment', '-g', 'CLAUDE_FAILOVER_TASK', 'foreign');
    expect(await launch(first)).toEqual(DONE);
    const second = await seated(first.agent.pid);
    expect(second.agent.pid).toBe(second.target.panePid);
    expect(second.target.pane).toBe(first.target.pane);
    expect(await taskOf(second.agent)).toBeNull();
    expect(await keeps(second.target)).toBe('on');
  });

  it('in its dead pane, with the conversation it had', async () => {
    const id = randomUUID();
    await launch({ conversation: { id, how: 'new' } });
    const first = await seated();
    await submit(first.target, 'begin');
    process.kill(first.agent.pid, 'SIGKILL');
    const dead = await until('its pane is dead', async () => {
      const now = await seat();
      return now?.facts.dead ? now : null;
    });
    expect(await launch({ target: dead.target, task: 't2', conversation: { id, how: 'resume' } })).toEqual(
      DONE,
    );
    const second = await seated();
    expect(await taskOf(second.agent)).toBe('t2');
    expect(await keeps(second.target)).toBe('on');
    expect(second.agent.pid).toBe(second.target.panePid);
  });

  it('behind a shell that waits, which is there again afterwards, and never in place of a program', async () => {
    await sandbox.tmux.start({ name: 'ccl-1', argv: ['sh', '-i'] });
    await sandbox.tmux.tmux('new-session', '-d', '-s', 'busy', 'tail', '-f', '/dev/null');
    const busy = await until('it is listed', () => seat('busy'));
    expect(await launch({ target: busy.target })).toMatchObject({ ok: false });
    const shell = await until('the shell waits', async () => {
      const now = await seat();
      return now && (await processes.isBareShell(now.target.panePid)) ? now : null;
    });
    expect(await launch({ target: shell.target, task: 't1' })).toEqual(DONE);
    const { agent, target } = await seated();
    expect(agent.pid).not.toBe(target.panePid);
    expect(await launch({ target })).toMatchObject({ ok: false });
    const end = { id: 'e3', type: 'end-agent', room: 'ccl-1', agent } as const;
    expect(await perform(end, mine)).toEqual({ type: 'end-agent', ok: true, reason: '' });
    const again = await until('the shell waits again', async () => {
      const now = await seat();
      return now && (await processes.isBareShell(now.target.panePid)) ? now : null;
    });
    expect(await readFile(`/proc/${again.target.panePid}/environ`, 'utf8')).not.toContain('FAILOVER_TASK');
    expect((await seat('busy'))?.target).toEqual(busy.target);
  });
});
