import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { AGENTS_DIR, type AgentSandbox } from './agents.js';

/** How often supervisors of a stage look, in milliseconds: the least the configuration allows. */
export const POLL_MS = 200;
/** Program and file of the scripted agent, as `sessions.command` takes it. */
export const AGENT_COMMAND = `${process.execPath} ${join(AGENTS_DIR, 'claude')}`;
/** Everything a person would wait minutes for takes a second or two. */
const QUICK = {
  poll_interval: `${POLL_MS}ms`,
  confirm_after: '1s',
  reactivate_cooldown: '3s',
  min_wait: '0s',
};

/** What a story wants other than usual. */
export interface Wish {
  readonly mode?: 'auto' | 'confirm' | 'observe';
  readonly quota?: Readonly<Record<string, unknown>>;
  readonly dedicated?: readonly Readonly<Record<string, unknown>>[];
}

/** Writes the configuration over a sandbox: `ccl-1` to `ccl-9` are the pool, `vault` is dedicated. */
export async function writeConfig(
  file: string,
  sandbox: AgentSandbox,
  accounts: readonly string[],
  wish: Wish,
): Promise<void> {
  const env = { ...sandbox.env };
  const config = {
    mode: wish.mode ?? 'auto',
    accounts: {
      link: sandbox.link,
      list: accounts.map((name, index) => ({ name, dir: sandbox.accountDir(name), priority: index + 1 })),
    },
    sessions: {
      command: AGENT_COMMAND,
      pool: { prefix: 'ccl-', first: 1, size: 9, cwd: sandbox.cwd, env },
      dedicated: wish.dedicated ?? [{ name: 'vault', command: AGENT_COMMAND, env }],
    },
    tmux: { socket: sandbox.tmux.socketPath },
    quota: { ...QUICK, ...wish.quota },
    http: { enabled: false },
  };
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, stringify(config));
}
