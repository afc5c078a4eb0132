import { basename, dirname, join } from 'node:path';
import { steadyMs } from '../adapters/clock.js';
import { placeOf } from '../adapters/config-dir.js';
import { type Environment, homeFolder } from '../adapters/paths.js';
import { createProcesses } from '../adapters/processes.js';
import { claudeProcesses } from '../adapters/setup/alive.js';
import { findDirs, linkFacts } from '../adapters/setup/find-dirs.js';
import { namedIn } from '../adapters/setup/look.js';
import { localZone } from '../adapters/zone.js';
import { classify } from '../core/quota/classify.js';
import type { SetupFacts } from '../core/setup/init-answers.js';
import { groupSessions } from '../core/setup/session-groups.js';
import { createTmux } from '../tmux/index.js';
import { socketOf } from '../tmux/link/target.js';

/**
 * The tmux server this terminal is in, as `tmux.socket` names it: a name in tmux's own folder (tmux 3.2 to 3.6:
 * `$TMUX_TMPDIR/tmux-UID`, else `/tmp/tmux-UID`), or a path; `default` outside of tmux.
 */
export function socketFrom(env: Environment, uid: number = process.getuid?.() ?? -1): string {
  const path = (env.TMUX ?? '').split(',')[0] ?? '';
  if (!path.startsWith('/')) return 'default';
  const folder = join(env.TMUX_TMPDIR || '/tmp', `tmux-${uid}`);
  const name = basename(path);
  return dirname(path) === folder && /^[A-Za-z0-9_.-]{1,100}$/.test(name) ? name : path;
}

export interface SeenSessions {
  /** Why tmux could not be asked; null when it was. */
  readonly trouble: string | null;
  /** Names of tmux sessions with a Claude Code in them, and where it runs. */
  readonly found: readonly { readonly name: string; readonly cwd: string | null; readonly pinned: boolean }[];
}

/** Sessions of one tmux server that run Claude Code. Starts no server. */
export async function lookAtSessions(socket: string, link: string): Promise<SeenSessions> {
  const home = homeFolder(process.env);
  const zone = localZone();
  const tmux = createTmux({
    ...socketOf(socket),
    recognise: (screen) => classify(screen, { capturedAtMs: Date.now(), zone }),
  });
  try {
    const listing = await tmux.list();
    if (listing === null) return { trouble: tmux.health().detail, found: [] };
    const panes = listing.panes.filter(({ dead, pane }) => !dead && pane !== tmux.ownPane);
    const agents = await createProcesses({ steadyMs }).agents(panes.map(({ panePid }) => panePid));
    const found = panes.flatMap(({ panePid, sessionName }) => {
      const agent = agents.get(panePid) ?? null;
      if (agent === null) return [];
      const place = placeOf(agent.configDir, { link, home, accounts: [] });
      return [{ name: sessionName, cwd: agent.cwd, pinned: agent.loginByEnvironment || place !== 'link' }];
    });
    return { trouble: null, found };
  } finally {
    await tmux.close();
  }
}

export interface Seen {
  readonly facts: SetupFacts;
  readonly trouble: string | null;
  /** Sessions with a directory or a login of their own: no swap reaches them. */
  readonly pinned: readonly string[];
}

/** Everything `init` looks for: sessions, config directories, the link. */
export async function lookAround(socket: string, link: string): Promise<Seen> {
  const home = homeFolder(process.env);
  const { trouble, found } = await lookAtSessions(socket, link);
  // A process with another HOME (a sandbox, a service) is none of this person's accounts.
  const running = claudeProcesses().flatMap((process) =>
    process.configDir === null || process.home !== home ? [] : [process.configDir],
  );
  const dirs = findDirs({ home, link: namedIn(link), accountsDir: join(home, '.claude-accounts'), running });
  const free = found.filter(({ pinned }) => !pinned);
  const sessions = groupSessions(free.map(({ name }) => name));
  const cwds = sessions.groups.flatMap(({ prefix, names }) => {
    const cwd = free.find((session) => names.includes(session.name))?.cwd ?? null;
    return cwd === null || /[\n\r]/.test(cwd) ? [] : [[prefix, cwd] as const];
  });
  return {
    facts: { link: linkFacts(link), dirs, sessions, cwds: Object.fromEntries(cwds) },
    trouble,
    pinned: [...new Set(found.filter(({ pinned }) => pinned).map(({ name }) => name))],
  };
}
