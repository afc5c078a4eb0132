import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { steadyMs } from '../adapters/clock.js';
import { placeOf } from '../adapters/config-dir.js';
import { zoneOf } from '../adapters/doctor/clock.js';
import type { DoctorContext } from '../adapters/doctor/context.js';
import { LOGIN_VARIABLES } from '../adapters/proc-files.js';
import { createProcesses } from '../adapters/processes.js';
import { secretVariables } from '../adapters/secrets.js';
import { findSessionFile } from '../adapters/session-file.js';
import type { Config } from '../core/config/schema.js';
import type { SessionsFacts } from '../core/doctor/sessions.js';
import type { TmuxFacts } from '../core/doctor/tmux.js';
import type { AgentProcess } from '../core/ports.js';
import { isOwnSessionName } from '../tmux/link/leftovers.js';
import { spawnTmux } from '../tmux/link/spawn.js';
import { survey } from '../tmux/link/survey.js';
import { chooseTarget, socketOf, type Target } from '../tmux/link/target.js';

const WITHIN_MS = 4_000;

/** A tmux session's pane, and the Claude Code in it. */
export interface SeenPane {
  readonly session: string;
  readonly agent: AgentProcess | null;
  readonly version: string | null;
  readonly zone: string | null;
  readonly pinned: boolean;
}

export interface TmuxLook {
  readonly facts: TmuxFacts;
  /** null when tmux cannot be asked. */
  readonly panes: readonly SeenPane[] | null;
}

function targetOf({ config, env }: DoctorContext): Target {
  return chooseTarget(socketOf(config?.tmux.socket), env);
}

function folderOf(target: Target, { uid }: DoctorContext): TmuxFacts['folder'] {
  const [option, value = ''] = target.socketArgs;
  const path = option === '-S' ? dirname(value) : join(target.env.TMUX_TMPDIR ?? '/tmp', `tmux-${uid}`);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  // In a folder such as /tmp nobody can remove what belongs to somebody else.
  return { path, owner: stats.uid, mode: stats.mode & 0o777, shared: (stats.mode & 0o1000) !== 0 };
}

async function environmentOf(
  target: Target,
  { config, home }: DoctorContext,
): Promise<Pick<TmuxFacts, 'variables' | 'secrets'>> {
  if (config === null || config.accounts.list.length === 0) return { variables: [], secrets: [] };
  const { stdout } = await spawnTmux(target, ['show-environment', '-g'], WITHIN_MS);
  const entries = stdout.split('\n').flatMap((line): [string, string][] => {
    const equals = line.indexOf('=');
    return equals < 1 ? [] : [[line.slice(0, equals), line.slice(equals + 1)]];
  });
  const set = new Map(entries.filter(([, value]) => value !== ''));
  const places = { link: config.accounts.link, home, accounts: [] };
  const dir = set.get('CLAUDE_CONFIG_DIR');
  const elsewhere = dir !== undefined && placeOf(dir, places) !== 'link' ? ['CLAUDE_CONFIG_DIR'] : [];
  return {
    variables: [...LOGIN_VARIABLES.filter((name) => set.has(name)), ...elsewhere],
    secrets: secretVariables(config).filter((name) => set.has(name)),
  };
}

async function panesOf(target: Target, context: DoctorContext): Promise<readonly SeenPane[] | null> {
  const listed = await spawnTmux(
    target,
    ['list-panes', '-a', '-F', '#{pane_pid} #{session_name}'],
    WITHIN_MS,
  );
  if (listed.rc !== 0 || listed.late) return null;
  const rows = listed.stdout.split('\n').flatMap((line) => {
    const [, pid, session] = /^(\d+) (.+)$/.exec(line) ?? [];
    return pid === undefined || session === undefined || isOwnSessionName(session)
      ? []
      : [{ pid: Number(pid), session }];
  });
  const agents = await createProcesses({ steadyMs }).agents(rows.map(({ pid }) => pid));
  return rows.map(({ pid, session }) => seenPane(session, agents.get(pid) ?? null, context));
}

function seenPane(session: string, agent: AgentProcess | null, context: DoctorContext): SeenPane {
  if (agent === null) return { session, agent, version: null, zone: null, pinned: false };
  const { config, home, nowMs } = context;
  const accounts = config?.accounts.list ?? [];
  const link = config?.accounts.link ?? join(home, '.claude');
  const dirs = [...accounts.map(({ dir }) => dir), link];
  const startedWallMs = nowMs - (steadyMs() - agent.startedSteadyMs);
  const place = placeOf(agent.configDir, { link, home, accounts });
  return {
    session,
    agent,
    version: findSessionFile(dirs, { ...agent, startedWallMs })?.version ?? null,
    zone: zoneOf(agent.pid),
    pinned: accounts.length > 0 && (place !== 'link' || agent.loginByEnvironment),
  };
}

/** tmux and what runs in it, without a client of our own: nothing is started, made or changed. */
export async function lookAtTmux(context: DoctorContext): Promise<TmuxLook> {
  const { config, uid } = context;
  const target = targetOf(context);
  const found = await survey(target, WITHIN_MS);
  const there = found.state === 'there';
  const pool = config?.sessions.pool;
  const makesSessions =
    (pool !== undefined && pool.size > 0) ||
    (config?.sessions.dedicated.some(({ command, cwd }) => command !== undefined && cwd !== undefined) ??
      false);
  const environment = there ? await environmentOf(target, context) : { variables: [], secrets: [] };
  return {
    facts: {
      state: found.state,
      version: found.version,
      absent: found.state !== 'there' && found.absent,
      manualSize: found.state === 'there' && found.manualSize,
      folder: folderOf(target, context),
      uid,
      makesSessions,
      ...environment,
    },
    panes: there ? await panesOf(target, context) : null,
  };
}

/** The configured names against the panes that were seen; a session counts once. */
export function sessionsFacts(config: Config | null, panes: TmuxLook['panes']): SessionsFacts {
  const pool = config?.sessions.pool;
  const names = [...new Set(panes?.map(({ session }) => session) ?? [])];
  return {
    pool:
      pool === undefined
        ? null
        : { ...pool, cwdThere: statSync(pool.cwd, { throwIfNoEntry: false })?.isDirectory() ?? false },
    dedicated: (config?.sessions.dedicated ?? []).map(({ name, command, cwd }) => ({
      name,
      kept: command !== undefined && cwd !== undefined,
    })),
    running:
      panes === null
        ? null
        : names.map((name) => {
            const agents = panes.filter(({ session, agent }) => session === name && agent !== null);
            return { name, agent: agents.length > 0, pinned: agents.some(({ pinned }) => pinned) };
          }),
  };
}
