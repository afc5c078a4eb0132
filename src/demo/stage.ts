import { execa } from 'execa';
import { projectOf, type Sandbox } from './sandbox.js';
import { AGENTS, type AgentPart } from './scenario.js';

/** The private tmux server with its agents. */
export interface Stage {
  /** Ends the server and with it every agent, by pid; waits until it has gone. */
  end(): Promise<void>;
}

const READY_WITHIN_MS = 20_000;

/** Starts a tmux server of its own and one agent in each session; resolves when all stand at their prompts. */
export async function setStage(sandbox: Sandbox): Promise<Stage> {
  const tmux = (...args: string[]) =>
    execa('tmux', ['-u', '-S', sandbox.socket, '-f', '/dev/null', ...args], {
      env: sandbox.env,
      extendEnv: false,
      timeout: 10_000,
    });
  for (const agent of AGENTS) await tmux(...newSession(sandbox, agent));
  const { stdout: pid } = await tmux('display-message', '-p', '#{pid}');
  const end = async () => {
    await tmux('kill-server').catch(() => undefined);
    await gone(Number(pid));
  };
  try {
    await allReady((name) => tmux('capture-pane', '-p', '-t', `=${name}:`).then((result) => result.stdout));
  } catch (error) {
    await end();
    throw error;
  }
  return { end };
}

function newSession(sandbox: Sandbox, { name, version, conversation }: AgentPart): string[] {
  return [
    ...['new-session', '-d', '-x', '100', '-y', '30', '-s', name, '-c', projectOf(sandbox, name)],
    ...['-e', `FAKE_CLAUDE_VERSION=${version}`, '-e', `FAKE_CLAUDE_NAME=${name}`],
    ...[...sandbox.agent, '--session-id', conversation],
  ];
}

async function allReady(screenOf: (name: string) => Promise<string>): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (const { name } of AGENTS) {
    while (!/^(?:│\s)?[❯>]/m.test(await screenOf(name))) {
      if (Date.now() > deadline)
        throw new Error(`The demo cannot start: the agent ${name} did not come up within 20 s.`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function gone(pid: number): Promise<void> {
  for (const deadline = Date.now() + 5_000; Date.now() < deadline; ) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
