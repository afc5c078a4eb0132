import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningAgent } from '../support/agent-pane.ts';
import { type AgentSandbox, agentSandbox } from '../support/agents.ts';
import { until } from '../support/until.ts';
import { PROGRAM } from './startup.ts';
import { pause } from './stats.ts';

export const AGENTS = 20;
/** A swap waits while an agent is younger: it could just be renewing its login. */
const YOUNG_MS = 15_000;
const SETTLES_IN_MS = 1_500;

/** Scripted agents that stand idle at their prompts, old enough for a swap. */
export interface Stage {
  readonly sandbox: AgentSandbox;
  readonly agents: readonly RunningAgent[];
}

export async function setStage(): Promise<Stage> {
  const sandbox = await agentSandbox();
  const env = { FAKE_CLAUDE_AUTO_CONTINUE: '0', FAKE_CLAUDE_POLL_MS: '100' };
  const agents: RunningAgent[] = [];
  try {
    for (let index = 1; index <= AGENTS; index += 1)
      agents.push(await sandbox.start({ name: `ccl-${index}`, cols: 100, rows: 40, env }));
    for (const agent of agents) await agent.shows(/❯\u00a0/, 30_000);
    await pause(YOUNG_MS);
  } catch (error) {
    await sandbox.end();
    throw error;
  }
  return { sandbox, agents };
}

/** `claude-failover run --headless` over the stage, in a state directory of its own. */
export interface Headless {
  readonly pid: number;
  readonly stateDir: string;
  /** SIGTERM, and waits for its end. */
  stop(): Promise<void>;
}

function configText(sandbox: AgentSandbox, pollInterval: string): string {
  const accounts = ['work', 'personal'].map((name, index) => ({
    name,
    dir: sandbox.accountDir(name),
    priority: index + 1,
  }));
  // JSON is YAML.
  return JSON.stringify({
    mode: 'auto',
    accounts: { link: sandbox.link, list: accounts },
    sessions: { pool: { prefix: 'ccl-', first: 1, size: AGENTS, cwd: sandbox.cwd } },
    tmux: { socket: sandbox.tmux.socketPath },
    quota: { poll_interval: pollInterval, reactivate_cooldown: '0s', min_wait: '0s' },
    http: { enabled: false },
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** Resolves when it watches: its own session stands in the tmux server and its first polls are over. */
export async function startHeadless({ sandbox }: Stage, pollInterval: string): Promise<Headless> {
  const stateDir = mkdtempSync(join(sandbox.tmux.dir, 'state-'));
  const config = join(stateDir, 'config.yaml');
  writeFileSync(config, configText(sandbox, pollInterval));
  const args = [PROGRAM, 'run', '--headless', '--config', config, '--state-dir', stateDir];
  const child = spawn(process.execPath, args, {
    env: { ...sandbox.env, XDG_CONFIG_HOME: stateDir, XDG_STATE_HOME: stateDir, XDG_RUNTIME_DIR: stateDir },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString('utf8')}`.slice(-2_000);
  });
  const gone = ended(child);
  await until(`the supervisor watches: ${said}`, async () => {
    if (child.exitCode !== null) throw new Error(`the supervisor ended with ${child.exitCode}: ${said}`);
    const sessions = await sandbox.tmux.tmux('list-sessions', '-F', '#{session_name}');
    return sessions.split('\n').some((name) => name.startsWith(`_claude-failover-${child.pid}-`));
  });
  await pause(SETTLES_IN_MS);
  return {
    pid: child.pid ?? 0,
    stateDir,
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}
