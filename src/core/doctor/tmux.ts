import { bad, type Check, type Finding, info, listed, ok, warn } from './finding.js';

export interface TmuxFacts {
  readonly state: 'no-tmux' | 'too-old' | 'no-server' | 'there';
  readonly version: string | null;
  /** There surely is no server; false: one may be there and does not answer. */
  readonly absent: boolean;
  readonly manualSize: boolean;
  /** The socket's folder, null when it is not there. */
  readonly folder: {
    readonly path: string;
    readonly owner: number;
    readonly mode: number;
    readonly shared: boolean;
  } | null;
  readonly uid: number;
  /** The configuration makes sessions of its own: then a server is started when none runs. */
  readonly makesSessions: boolean;
  /** Names of variables in tmux's own environment that give new sessions another login or directory. */
  readonly variables: readonly string[];
  /** Names of variables there that hold a secret of the configuration. */
  readonly secrets: readonly string[];
}

function serverFinding(facts: TmuxFacts): Finding {
  const { state, version, absent } = facts;
  const named = version === null ? 'tmux' : `tmux ${version}`;
  if (state === 'no-tmux')
    return bad(
      'tmux-missing',
      'tmux is not installed',
      'sessions live in tmux',
      'install it: apt install tmux, dnf install tmux or brew install tmux',
    );
  if (state === 'too-old')
    return bad(
      'tmux-old',
      `${named} is too old`,
      '3.2 or newer is needed',
      'install a newer tmux and restart its server (tmux kill-server ends all its sessions)',
    );
  if (state === 'there') return ok('tmux', `${named}, its server answers`);
  if (!absent)
    return bad(
      'tmux-silent',
      `${named}: its server does not answer`,
      'it may have been stopped',
      'continue it: kill -CONT PID',
    );
  return facts.makesSessions
    ? info(
        'tmux-no-server',
        `${named}: no server runs`,
        'one is started with the first session of the configuration',
      )
    : warn(
        'tmux-no-server',
        `${named}: no server runs`,
        'there is no session to look at',
        'start one: tmux new-session',
      );
}

function folderFindings({ folder, uid }: TmuxFacts): readonly Finding[] {
  if (folder === null || folder.shared) return [];
  const { path, owner, mode } = folder;
  if (owner !== uid)
    return [
      bad(
        'tmux-folder-foreign',
        `${path} belongs to user ${owner}`,
        'who owns it can put a tmux server of their own in its place',
        'end that, or set TMUX_TMPDIR to a folder of your own',
      ),
    ];
  if ((mode & 0o077) === 0) return [];
  return [
    bad(
      'tmux-folder-open',
      `${path} is open to other users`,
      `its mode is ${(mode & 0o777).toString(8)}: others may reach your sessions, or tmux refuses it`,
      `chmod 700 ${path}`,
    ),
  ];
}

function before(version: string | null, major: number, minor: number): boolean {
  const [mine = 0, mineMinor = 0] = (version ?? '99.0').split('.').map((part) => Number.parseInt(part, 10));
  return mine < major || (mine === major && mineMinor < minor);
}

function trapFindings({ state, manualSize, version, variables, secrets }: TmuxFacts): readonly Finding[] {
  const found: Finding[] = [];
  if (manualSize)
    found.push(
      bad(
        'tmux-manual-size',
        'window-size is manual',
        'every new session can crash the whole server then (3.3a to 3.6a), so none is made',
        'set another: tmux set-option -g window-size latest, and change it in tmux.conf',
      ),
    );
  if (state === 'there' && before(version, 3, 4))
    found.push(
      info(
        'tmux-paste-trap',
        `tmux ${version ?? ''} ends its server when something is pasted into a dead pane`,
        'claude-failover never does; other tools may',
        'tmux 3.4 or newer has that mended',
      ),
    );
  if (variables.length > 0)
    found.push(
      warn(
        'tmux-environment',
        `tmux hands ${listed(variables)} to every new session`,
        'a session with another login or directory is left alone over a swap',
        `take it out: tmux set-environment -g -u ${variables[0] ?? ''}`,
      ),
    );
  if (secrets.length > 0)
    found.push(
      warn(
        'tmux-secrets',
        `tmux hands ${listed(secrets)} to every new session`,
        'an agent can read a secret of the configuration there',
        `take it out (tmux set-environment -g -u ${secrets[0] ?? ''}) and name the secret as file:PATH`,
      ),
    );
  return found;
}

/** tmux itself: version, server, socket, traps. */
export const tmux: Check<TmuxFacts> = {
  title: 'tmux',
  judge: (facts) => [serverFinding(facts), ...folderFindings(facts), ...trapFindings(facts)],
};
