import { execFile } from 'node:child_process';
import { mkdir, rename, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunningAgent, runningAgent } from './agent-pane.js';
import {
  type AccountFacts,
  makeAccounts,
  readLines,
  type Step,
  type WorldLine,
  writeWhole,
} from './agent-world.js';
import { type PrivateTmux, privateTmux } from './tmux.js';

/** Folder of the scripted agent; put in front of PATH it answers to `claude`. */
export const AGENTS_DIR = fileURLToPath(new URL('../../fixtures/agents', import.meta.url));

export interface AgentOptions {
  /** tmux session name, and the agent's part of the script. */
  readonly name?: string;
  readonly version?: string;
  readonly cols?: number;
  readonly rows?: number;
  readonly turns?: readonly (Step | readonly Step[])[];
  readonly otherwise?: Step | readonly Step[];
  readonly startup?: 'auto-mode';
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Accounts, link, home, world and private tmux server of one test, all in one temporary folder. */
export interface AgentSandbox {
  readonly tmux: PrivateTmux;
  readonly home: string;
  /** `<home>/.claude`, a symlink to the active account's directory. */
  readonly link: string;
  readonly world: string;
  /** Working directory of every agent. */
  readonly cwd: string;
  /** What an agent needs in its environment: HOME, PATH with the scripted agent in front, the world. */
  readonly env: Readonly<Record<string, string>>;
  accountDir(name: string): string;
  /** Symlink + rename, as the product does it, but without its checks. */
  flip(name: string): Promise<void>;
  /** Changes entries of `accounts.json`; the next request of any agent sees it. */
  setAccounts(facts: Readonly<Record<string, AccountFacts>>): Promise<void>;
  log(): Promise<readonly WorldLine[]>;
  requests(): Promise<readonly WorldLine[]>;
  /** Starts an agent below a shell in a pane of its own session, and waits until it has read its login. */
  start(options?: AgentOptions): Promise<RunningAgent>;
  /** Runs the agent without a terminal (`-p`, `--version`, a refused `--resume`) and gives its output and exit code. */
  run(
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<{ out: string; code: number }>;
  end(): Promise<void>;
}

function runPlain(
  args: readonly string[],
  where: { readonly env: Record<string, string>; readonly cwd: string },
): Promise<{ out: string; code: number }> {
  return new Promise((resolve) => {
    const child = execFile(
      join(AGENTS_DIR, 'claude'),
      args,
      { ...where, timeout: 10_000 },
      (_error, stdout) => resolve({ out: stdout, code: child.exitCode ?? -1 }),
    );
  });
}

/** A sandbox with the named accounts (shared `projects/`, credentials of distinct mtime), the link on the first. */
export async function agentSandbox(names: readonly string[] = ['work', 'personal']): Promise<AgentSandbox> {
  const tmux = await privateTmux();
  const home = join(tmux.dir, 'home');
  const cwd = join(home, 'demo');
  const world = join(tmux.dir, 'world');
  const link = join(home, '.claude');
  await mkdir(cwd, { recursive: true });
  await makeAccounts(home, names);
  const accountDir = (name: string): string => join(home, 'accounts', name);
  await symlink(accountDir(names[0] ?? 'work'), link);
  const path = [AGENTS_DIR, dirname(process.execPath), tmux.env.PATH].join(':');
  const env = { ...tmux.env, HOME: home, PATH: path, TZ: 'UTC', FAKE_CLAUDE_WORLD: world };
  let accounts: Record<string, AccountFacts> = {};
  let count = 0;
  const log = (): Promise<readonly WorldLine[]> => readLines(join(world, 'requests.jsonl'));
  return {
    tmux,
    home,
    link,
    world,
    cwd,
    env,
    accountDir,
    log,
    async flip(name) {
      await symlink(accountDir(name), `${link}.new`);
      await rename(`${link}.new`, link);
    },
    async setAccounts(facts) {
      accounts = { ...accounts, ...facts };
      await writeWhole(join(world, 'accounts.json'), accounts);
    },
    async requests() {
      return (await log()).filter((line) => line.event === 'request');
    },
    async start(options = {}) {
      count += 1;
      const name = options.name ?? `agent-${count}`;
      const { version = '2.1.330', cols = 100, rows = 32, turns = [], otherwise, startup } = options;
      const script = join(tmux.dir, `script-${count}.json`);
      await writeWhole(script, { agents: { [name]: { turns, otherwise, startup } } });
      const own = { FAKE_CLAUDE_VERSION: version, FAKE_CLAUDE_NAME: name, FAKE_CLAUDE_SCRIPT: script };
      const vars = Object.entries({ ...env, ...own, ...options.env }).map(
        ([key, value]) => `${key}=${value}`,
      );
      const agent = ['env', ...vars, 'claude', ...(options.args ?? [])];
      // `set -m`: the agent gets a process group of its own, as below an interactive shell.
      const argv = ['sh', '-c', 'set -m; cd "$1"; shift; "$@"; exec sh', 'sh', cwd, ...agent];
      const pane = await tmux.start({ name, cols, rows, argv });
      const running = runningAgent({ tmux, pane, name, world, projects: join(home, 'projects'), log });
      await running.pid();
      return running;
    },
    run: (args, extra = {}) => runPlain(args, { env: { ...env, ...extra }, cwd }),
    end: () => tmux.end(),
  };
}
