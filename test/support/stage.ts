import { readlinkSync } from 'node:fs';
import { uptime } from 'node:os';
import { basename, join } from 'node:path';
import type { Durable } from '../../src/core/engine/state.js';
import type { RunningAgent } from './agent-pane.js';
import type { WorldLine } from './agent-world.js';
import { type AgentOptions, type AgentSandbox, agentSandbox } from './agents.js';
import { AGENT_COMMAND, POLL_MS, poolOf, type Wish, writeConfig } from './stage-config.js';
import { type Headless, readState, runHeadless } from './supervisor.js';
import { until } from './until.js';

/** A process younger than 15 s may be refreshing its login: a flip waits for it. With a little to spare. */
const GROWN_UP_S = 15.3;
const CALM = 'all is well';
const BUSY = /esc to interrupt|Do you want|What do you want/;

/** A supervisor of a stage. */
export interface Supervised extends Headless {
  readonly stateDir: string;
  /** Waits until the durable state on disk is so. */
  holds(what: string, check: (state: Durable) => boolean, withinMs?: number): Promise<Durable>;
}

/** What is looked for in the agents' record. */
export interface Wanted {
  readonly outcome: string;
  readonly account?: string;
  readonly sinceMs: number;
}

/** A sandbox with two accounts (or those named); nobody in it yet. */
export async function openStage(accounts: readonly string[] = ['work', 'personal']): Promise<Stage> {
  return new Stage(await agentSandbox(accounts), accounts);
}

/** A sandbox with agents in panes, and supervisors over it, each with a state directory of its own. */
export class Stage {
  readonly sandbox: AgentSandbox;
  /** Environment of the supervisor: its own home and folders, nothing of the person's. */
  readonly env: Readonly<Record<string, string>>;
  readonly command = AGENT_COMMAND;
  readonly #accounts: readonly string[];
  readonly #agents = new Map<string, RunningAgent>();
  readonly #running = new Set<Headless>();
  #states = 0;
  #youngestS = 0;

  constructor(sandbox: AgentSandbox, accounts: readonly string[]) {
    const { dir } = sandbox.tmux;
    this.sandbox = sandbox;
    this.#accounts = accounts;
    this.env = {
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      HOME: sandbox.home,
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      XDG_CONFIG_HOME: join(dir, 'config'),
      XDG_STATE_HOME: join(dir, 'state'),
      XDG_DATA_HOME: join(dir, 'data'),
    };
  }

  agent(name: string): RunningAgent {
    const found = this.#agents.get(name);
    if (!found) throw new Error(`no agent is called ${name}`);
    return found;
  }

  /** Starts agents side by side; their names are their tmux sessions. */
  async enter(wanted: Readonly<Record<string, AgentOptions>>): Promise<void> {
    await Promise.all(
      Object.entries(wanted).map(async ([name, options]) => {
        this.#agents.set(name, await this.sandbox.start({ ...options, name }));
      }),
    );
    this.#youngestS = uptime();
  }

  /** Waits until no agent is so young that a swap would wait for it. */
  async grownUp(): Promise<void> {
    await until('agents older than 15 s', () => uptime() - this.#youngestS >= GROWN_UP_S, 20_000);
  }

  /** Submits a prompt in this session, by the agent's remote control. */
  submit(name: string, text = 'go'): Promise<void> {
    return this.agent(name).control({ do: 'submit', text });
  }

  freshStateDir(): string {
    this.#states += 1;
    return join(this.sandbox.tmux.dir, `state-${this.#states}`);
  }

  /** Writes the configuration; its path. */
  async configure(wish: Wish = {}): Promise<string> {
    const file = join(this.sandbox.tmux.dir, 'config', 'config.yaml');
    await writeConfig(file, this.sandbox, this.#accounts, { pool: poolOf(this.#agents.keys()), ...wish });
    return file;
  }

  /** A supervisor with this state directory (default: a fresh one), once it has seen every agent. */
  async supervise(options: { wish?: Wish; stateDir?: string } = {}): Promise<Supervised> {
    const stateDir = options.stateDir ?? this.freshStateDir();
    const config = await this.configure(options.wish);
    const headless = runHeadless({ env: this.env, config, stateDir });
    this.#running.add(headless);
    await headless.says(/supervisor (re)?started/);
    // Told with the first poll, which sees everyone.
    await headless.says(/tmux .*is connected/);
    return {
      ...headless,
      stateDir,
      holds: (what, check, withinMs) => holds({ stateDir, what, check, withinMs }),
    };
  }

  /** Logs and screens, for a story that failed. */
  async tell(): Promise<void> {
    const screens = [...this.#agents.values()].map(
      async (agent) => `── ${agent.name}\n${await agent.screen().catch(String)}`,
    );
    const logs = [...this.#running].flatMap((one) => [`── supervisor ${one.pid}`, ...one.lines().slice(-60)]);
    process.stderr.write(`${[...logs, ...(await Promise.all(screens))].join('\n')}\n`);
  }

  /** Lets so many polls go by: what does not happen leaves no other trace. */
  async polls(count: number): Promise<void> {
    const fromMs = performance.now();
    await until(`${count} polls`, () => performance.now() - fromMs > count * POLL_MS * 1.2, 60_000);
  }

  /** The account the link points to. */
  active(): string {
    return basename(readlinkSync(this.sandbox.link));
  }

  /** Waits for the link to point there; wall ms of that. */
  flippedTo(account: string, withinMs?: number): Promise<number> {
    const look = () => (this.active() === account ? Date.now() : null);
    return until(`the link on ${account}`, look, withinMs);
  }

  /** Lines of the agents' own record from `sinceMs` on. */
  async record(sinceMs = 0): Promise<readonly WorldLine[]> {
    return (await this.sandbox.log()).filter((line) => line.at >= sinceMs);
  }

  /** Prompts submitted in this session from `sinceMs` on. */
  async prompts(name: string, sinceMs?: number): Promise<readonly string[]> {
    const lines = await this.record(sinceMs);
    return lines
      .filter((line) => line.event === 'prompt' && line.name === name)
      .map((line) => line.prompt ?? '');
  }

  /** Waits for a request of this agent with this outcome. */
  request(name: string, want: Wanted, withinMs?: number): Promise<WorldLine> {
    const fits = (line: WorldLine): boolean =>
      line.event === 'request' &&
      line.name === name &&
      line.outcome === want.outcome &&
      (want.account === undefined || line.account === want.account);
    const what = `${name} ${want.outcome} on ${want.account ?? 'any account'}`;
    return until(what, async () => (await this.record(want.sinceMs)).find(fits), withinMs);
  }

  /** All accounts free, the link on the first one, every supervisor ended, every agent at its prompt. */
  async reset(): Promise<void> {
    await this.#endSupervisors();
    await this.sandbox.setAccounts(Object.fromEntries(this.#accounts.map((name) => [name, {}])));
    await this.sandbox.flip(this.#accounts[0] ?? 'work');
    await Promise.all([...this.#agents.values()].map((agent) => this.#calm(agent)));
  }

  /** Brings an agent that was asked something back to an empty prompt below an answer. */
  async #calm(agent: RunningAgent): Promise<void> {
    const lines = (await this.record()).filter((line) => line.name === agent.name && line.event !== 'start');
    if (lines.length === 0 || lines.at(-1)?.prompt === CALM) return;
    // A turn that ends by itself is not interrupted: its prompt would come back as a draft.
    await agent.hides(BUSY, 1_500).catch(() => agent.keys('Escape'));
    await agent.hides(BUSY);
    await agent.keys('C-u');
    const sinceMs = Date.now();
    await agent.control({ do: 'step', steps: [{ do: 'reply', ms: 10 }], text: CALM });
    await until(`${agent.name} is calm`, async () =>
      (await this.record(sinceMs)).find(
        (line) => line.name === agent.name && line.prompt === CALM && line.outcome === 'answered',
      ),
    );
    await agent.hides(BUSY);
  }

  async #endSupervisors(): Promise<void> {
    await Promise.all([...this.#running].map((one) => one.kill()));
    this.#running.clear();
  }

  async end(): Promise<void> {
    await this.#endSupervisors();
    await this.sandbox.end();
  }
}

function holds(want: {
  stateDir: string;
  what: string;
  check: (state: Durable) => boolean;
  withinMs: number | undefined;
}): Promise<Durable> {
  const look = async (): Promise<Durable | null> => {
    const state = await readState(want.stateDir);
    return state !== null && want.check(state) ? state : null;
  };
  return until(want.what, look, want.withinMs);
}
