import { describe, expect, it } from 'vitest';
import { EFFECT_DEADLINE_MS, type Effect } from '../../src/core/engine/effects.js';
import type { PaneId, SessionId } from '../../src/core/ids.js';
import { type Hands, perform } from '../../src/supervisor/perform.js';
import { FakeAccounts, FakeClock, FakeTmux, fakeProcesses } from './support/fakes.js';

const target = { server: { pid: 77, startedAt: 1 }, pane: '%1' as PaneId, panePid: 1_001 };
const agent = {
  pid: 6_001,
  startTicks: 1,
  startedSteadyMs: 0,
  cwd: '/home/me',
  configDir: null,
  loginByEnvironment: false,
};
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
} as const;

function hands(part: Partial<Hands> = {}): Hands & { clock: FakeClock; tmux: FakeTmux; lines: string[] } {
  const lines: string[] = [];
  return {
    tmux: new FakeTmux(),
    processes: fakeProcesses(),
    accounts: new FakeAccounts(),
    commandFor: () => ({ argv: ['claude'], env: {} }),
    clock: new FakeClock(),
    log: { line: (text: string) => void lines.push(text) },
    notify: (kind: string, text: string) => void lines.push(`${kind}: ${text}`),
    lines,
    ...part,
  } as Hands & { clock: FakeClock; tmux: FakeTmux; lines: string[] };
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

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

  it('has a deadline whatever it is', () => {
    const kinds: Effect['type'][] = [
      'preflight',
      'flip',
      'verify',
      'type',
      'restart',
      'focus',
      'log',
      'notify',
    ];
    for (const kind of kinds) expect(EFFECT_DEADLINE_MS[kind]).toBeGreaterThan(0);
  });
});

describe('a restart', () => {
  it('ends nothing without a command to start it again', async () => {
    const processes = { ...fakeProcesses(), terminate: never };
    expect(await perform(restart, hands({ processes, commandFor: () => null }))).toMatchObject({
      ok: false,
      reason: 'no command is configured to start it again',
    });
  });

  it('starts the command with the conversation in the same pane', async () => {
    const mine = hands();
    const asked: unknown[] = [];
    mine.tmux.respawn = (request?: unknown) => {
      asked.push(request);
      return Promise.resolve({ ok: true });
    };
    expect(await perform(restart, mine)).toEqual({ type: 'restart', ok: true, reason: '' });
    expect(asked).toMatchObject([
      { target, cwd: '/home/me', argv: ['claude', '--resume', 'c1'], keepShell: true },
    ]);
  });

  it('does not start it a second time beside one that did not end', async () => {
    const mine = hands({ processes: { ...fakeProcesses(), terminate: async () => false } });
    mine.tmux.respawn = never;
    expect(await perform(restart, mine)).toMatchObject({ ok: false, reason: 'it did not end on SIGTERM' });
  });
});
