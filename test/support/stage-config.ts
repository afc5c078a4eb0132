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
  /** The pool's first and last number; by default those of the agents that are there. */
  readonly pool?: {
    readonly first: number;
    readonly size: number;
    readonly command?: string;
    readonly env?: Readonly<Record<string, string>>;
  };
  /** Further top-level parts. */
  readonly parts?: Readonly<Record<string, unknown>>;
}

/** The pool that holds just these of the sessions. */
export function poolOf(names: Iterable<string>): { readonly first: number; readonly size: number } {
  const numbers = [...names].flatMap((name) => {
    const digits = /^ccl-(\d+)/.exec(name)?.[1];
    return digits === undefined ? [] : [Number(digits)];
  });
  const first = Math.min(...numbers, Number.MAX_SAFE_INTEGER);
  return numbers.length === 0 ? { first: 1, size: 0 } : { first, size: Math.max(...numbers) - first + 1 };
}

/** Writes the configuration over a sandbox: `ccl-…` are the pool, `vault` is dedicated. */
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
      pool: { prefix: 'ccl-', cwd: sandbox.cwd, env, ...wish.pool },
      dedicated: wish.dedicated ?? [{ name: 'vault', command: AGENT_COMMAND, env }],
    },
    tmux: { socket: sandbox.tmux.socketPath },
    quota: { ...QUICK, ...wish.quota },
    http: { enabled: false },
    ...wish.parts,
  };
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, stringify(config));
}
