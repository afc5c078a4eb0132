import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { ACCOUNTS, AGENTS, TIMES } from './scenario.js';
import { RUNNERS, TASKS } from './tasks.js';

/** Everything the demo touches lies below `root`. */
export interface Sandbox {
  readonly root: string;
  readonly home: string;
  readonly link: string;
  readonly world: string;
  readonly config: string;
  readonly stateDir: string;
  readonly queue: string;
  readonly socket: string;
  readonly script: string;
  /** Program and arguments that start a scripted agent. */
  readonly agent: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  remove(): void;
}

export const SANDBOX_PREFIX = 'claude-failover-demo-';
/** Below the sandbox: whose it is. */
export const PID_FILE = 'pid';

const AGENT_FILE = fileURLToPath(new URL('../../fixtures/agents/claude', import.meta.url));

/** Two sandbox accounts with shared `projects/`, a link, a home, a configuration: all invented, all temporary. */
export function makeSandbox(): Sandbox {
  const root = realpathSync(mkdtempSync(join(tmpdir(), SANDBOX_PREFIX)));
  const home = join(root, 'home');
  const link = join(home, '.claude');
  const world = join(root, 'world');
  const projects = join(root, 'projects');
  for (const dir of [home, world, projects, join(world, 'control'), join(root, 'state')])
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  writeFileSync(join(root, PID_FILE), `${process.pid}`);
  for (const [index, name] of ACCOUNTS.entries()) makeAccount(join(root, 'accounts', name), projects, index);
  symlinkSync(join(root, 'accounts', ACCOUNTS[0]), link);
  for (const { name } of [...AGENTS, ...TASKS]) mkdirSync(projectOf({ root }, name), { recursive: true });
  writeFileSync(join(world, 'accounts.json'), '{}');
  const script = join(root, 'script.json');
  const agents = Object.fromEntries([
    ...AGENTS.map(({ name, turns }) => [name, { turns }] as const),
    ...TASKS.map(({ name, turn }) => [name, { turns: [turn] }] as const),
  ]);
  writeFileSync(script, JSON.stringify({ agents }));
  const sandbox = {
    root,
    home,
    link,
    world,
    config: join(root, 'config.yaml'),
    stateDir: join(root, 'state'),
    queue: join(root, 'queue'),
    socket: join(root, 'tmux.sock'),
    script,
    agent: [process.execPath, AGENT_FILE],
    env: agentEnv(home, world, script),
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }),
  };
  writeFileSync(sandbox.config, configText(sandbox));
  return sandbox;
}

/** Logins are invented: the file exists for its mtime alone. */
function makeAccount(dir: string, projects: string, index: number): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const credentials = join(dir, '.credentials.json');
  writeFileSync(credentials, '{}', { mode: 0o600 });
  const then = Date.now() / 1000 - 3_600 * (index + 1);
  utimesSync(credentials, then, then);
  symlinkSync(projects, join(dir, 'projects'));
}

function agentEnv(home: string, world: string, script: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: home,
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    SHELL: '/bin/sh',
    FAKE_CLAUDE_WORLD: world,
    FAKE_CLAUDE_SCRIPT: script,
    FAKE_CLAUDE_AUTO_CONTINUE: '0',
    CLAUDE_CODE_MAX_RETRIES: '1',
  };
}

export function projectOf(sandbox: Pick<Sandbox, 'root'>, agent: string): string {
  return join(sandbox.root, 'projects-of-mine', agent);
}

function configText(sandbox: Omit<Sandbox, 'remove'>): string {
  const command = sandbox.agent.map((word) => `'${word}'`).join(' ');
  const [dedicated, ...pool] = AGENTS;
  return stringify({
    mode: 'auto',
    accounts: {
      link: sandbox.link,
      list: ACCOUNTS.map((name, index) => ({
        name,
        dir: join(sandbox.root, 'accounts', name),
        priority: index + 1,
      })),
    },
    sessions: {
      command,
      pool: {
        prefix: 'ccl-',
        first: 2,
        size: pool.length + RUNNERS.length,
        cwd: projectOf(sandbox, 'fix-typos'),
        env: sandbox.env,
      },
      dedicated: [{ name: dedicated?.name, command }],
    },
    tmux: { socket: sandbox.socket },
    quota: {
      poll_interval: `${TIMES.pollIntervalMs}ms`,
      confirm_after: `${TIMES.confirmAfterMs}ms`,
      reactivate_cooldown: `${TIMES.cooldownMs}ms`,
      min_wait: '0s',
    },
    dispatcher: { queue_dir: sandbox.queue },
    http: { enabled: false },
  });
}
