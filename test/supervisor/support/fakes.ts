import type { Durable } from '../../../src/core/engine/state.js';
import type { PaneId } from '../../../src/core/ids.js';
import type {
  AccountPort,
  AgentProcess,
  CreateRequest,
  Done,
  LinkState,
  Listing,
  PaneFacts,
  PaneTarget,
  ProcessPort,
  RespawnRequest,
  TmuxPort,
  TranscriptPort,
  TranscriptView,
  TypeOutcome,
} from '../../../src/core/ports.js';
import type { Clock } from '../../../src/supervisor/ports.js';
import { HandClock } from '../../support/hand-clock.js';

export const NOON = Date.UTC(2026, 10, 22, 12);
export const SERVER = { pid: 77, startedAt: 1_700_000_000 };

/** Lets everything that is ready to run do so. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A clock that only `pass` moves. */
export class FakeClock extends HandClock implements Clock {
  /** Time goes by, from one timer to the next. */
  override pass(ms: number): Promise<void> {
    return super.pass(ms, settled);
  }
}

export function pane(number: number, part: Partial<PaneFacts> = {}): PaneFacts {
  return {
    pane: `%${number}` as PaneId,
    panePid: 1_000 + number,
    sessionName: `ccl-${number}`,
    windowIndex: 0,
    paneIndex: 0,
    activity: 0,
    cols: 100,
    rows: 30,
    dead: false,
    deadStatus: null,
    inMode: false,
    inputOff: false,
    synchronized: false,
    personActiveAt: null,
    ...part,
  };
}

/** What `pane(1)` is to an effect, and an agent in it. */
export const TARGET: PaneTarget = { server: SERVER, pane: '%1' as PaneId, panePid: 1_001 };
export const AGENT: AgentProcess = {
  pid: 6_001,
  startTicks: 1,
  startedSteadyMs: 0,
  cwd: '/home/me',
  configDir: null,
  loginByEnvironment: false,
  task: null,
};

/** Panes with the screens they show; a screen of null cannot be captured. */
export class FakeTmux implements TmuxPort {
  panes: PaneFacts[] = [];
  readonly screens = new Map<string, string | null>();
  reachable = true;
  ownPane: PaneId | null = null;
  lists = 0;
  captured: string[] = [];
  readonly typed: string[] = [];
  readonly texts: string[] = [];
  readonly closing: boolean[] = [];
  /** Replaces the answer of `list`, such as by one that never comes. */
  listing: (() => Promise<Listing | null>) | null = null;
  typing: () => Promise<TypeOutcome> = async () => ({ outcome: 'submitted' });

  async list(): Promise<Listing | null> {
    this.lists += 1;
    if (this.listing) return this.listing();
    return this.reachable ? { server: SERVER, panes: this.panes } : null;
  }

  async capture(panes: readonly PaneId[]): Promise<ReadonlyMap<PaneId, string | null>> {
    this.captured.push(...panes);
    return new Map(panes.map((id) => [id, this.screens.get(id) ?? null]));
  }

  captureStyled(id: PaneId): Promise<string | null> {
    return Promise.resolve(this.screens.get(id) ?? null);
  }

  type(
    target: { pane: PaneId },
    text: string,
    { closeDialog }: { closeDialog: boolean },
  ): Promise<TypeOutcome> {
    this.typed.push(target.pane);
    this.texts.push(text);
    this.closing.push(closeDialog);
    return this.typing();
  }

  /** Every request to start something or to keep a pane, in order. */
  readonly asked: ({ create: CreateRequest } | { respawn: RespawnRequest } | { keep: boolean })[] = [];
  answer: Done = { ok: true };
  keeps = true;

  respawn(respawn: RespawnRequest): Promise<Done> {
    this.asked.push({ respawn });
    return Promise.resolve(this.answer);
  }

  create(create: CreateRequest): Promise<Done> {
    this.asked.push({ create });
    return Promise.resolve(this.answer);
  }

  /** What a look at the pane says right before its agent is replaced. */
  atPrompt: Done = { ok: true };

  declineOffer(): Promise<Done> {
    return Promise.resolve(this.atPrompt);
  }

  isAtPrompt(): Promise<Done> {
    return Promise.resolve(this.atPrompt);
  }

  keepWhenDead(_target: unknown, keep: boolean): Promise<boolean> {
    this.asked.push({ keep });
    return Promise.resolve(this.keeps);
  }

  focus(): Promise<boolean> {
    return Promise.resolve(true);
  }

  health(): ReturnType<TmuxPort['health']> {
    const state = this.reachable ? 'connected' : 'no-server';
    return { state, version: '3.4', detail: state };
  }

  release(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Every pane holds an agent, but those of these pane pids. */
export function fakeProcesses(without: readonly number[] = []): ProcessPort {
  const agentOf = (panePid: number): AgentProcess => ({
    pid: panePid + 5_000,
    startTicks: panePid,
    startedSteadyMs: 0,
    cwd: '/home/me/demo',
    configDir: null,
    loginByEnvironment: false,
    task: null,
  });
  return {
    agents: async (pids) =>
      new Map(pids.map((pid) => [pid, without.includes(pid) ? null : agentOf(pid)] as const)),
    isBareShell: async (pid) => without.includes(pid),
    terminate: async () => true,
  };
}

const NO_TRANSCRIPT: TranscriptView = {
  conversation: null,
  version: null,
  status: null,
  present: false,
  rows: [],
};

export class FakeTranscripts implements TranscriptPort {
  reads = 0;
  view: TranscriptView = NO_TRANSCRIPT;

  read(): Promise<TranscriptView> {
    this.reads += 1;
    return Promise.resolve(this.view);
  }
}

/** The link and what was done to it. */
export class FakeAccounts implements AccountPort {
  target = '/accounts/work';
  readonly calls: string[] = [];

  readLink(): Promise<LinkState> {
    return Promise.resolve({ type: 'link', target: this.target });
  }

  preflight(): Promise<null> {
    this.calls.push('preflight');
    return Promise.resolve(null);
  }

  flip(request: { toDir: string }): Promise<null> {
    this.calls.push('flip');
    this.target = request.toDir;
    return Promise.resolve(null);
  }

  verify(): Promise<null> {
    this.calls.push('verify');
    return Promise.resolve(null);
  }
}

/** Keeps what was saved; says no while `full`. */
export class FakeStore {
  full = false;
  saves = 0;
  saved: Durable | null = null;

  save(durable: Durable): Promise<boolean> {
    this.saves += 1;
    if (!this.full) this.saved = durable;
    return Promise.resolve(!this.full);
  }
}
