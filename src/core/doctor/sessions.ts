import { nearest } from '../config/nearest.js';
import type { Settings } from '../engine/settings.js';
import { isPoolName, numberedAlike, numberedPrefix, poolRange } from '../sessions/kind.js';
import { bad, type Check, type Finding, info, listed, ok, warn } from './finding.js';

export interface SessionsFacts {
  readonly pool:
    | (NonNullable<Settings['pool']> & { readonly cwd: string; readonly cwdThere: boolean })
    | null;
  readonly dedicated: readonly {
    readonly name: string;
    /** It has a command and a directory: it is made when it is missing. */
    readonly kept: boolean;
  }[];
  /** tmux sessions, null when tmux cannot be asked. `agent`: Claude Code runs in it. */
  readonly running:
    | readonly {
        readonly name: string;
        readonly agent: boolean;
        /** Its login is not the link's. */
        readonly pinned: boolean;
      }[]
    | null;
}

type Running = NonNullable<SessionsFacts['running']>;

/** The pool's prefix fits nothing, while agents are numbered under another one. */
function phantom(prefix: string, running: Running): Finding | null {
  const agents = running.filter(({ agent }) => agent).map(({ name }) => name);
  const [other] = numberedAlike(agents);
  if (other === undefined || (other.names.length < 2 && nearest(prefix, [other.prefix]) === null))
    return null;
  return bad(
    'pool-phantom',
    `no session begins with "${prefix}", but ${listed(other.names, 3)} begin with "${other.prefix}"`,
    'the real sessions would be observed only, and others made beside them',
    `set sessions.pool.prefix to ${other.prefix}, or make the first one by hand`,
  );
}

/** A session of that name in which no agent runs is none that works. */
function poolCount(size: number, here: Running): Finding {
  const alive = here.filter(({ agent }) => agent).length;
  const what = `Claude Code runs in ${alive} of ${size} sessions of the pool`;
  if (alive >= size) return ok('pool', what);
  return info(
    'pool',
    what,
    'a running claude-failover starts the others',
    'claude-failover why says what keeps it',
  );
}

function poolFindings(facts: SessionsFacts, running: Running): readonly Finding[] {
  const { pool } = facts;
  if (pool === null || pool.size === 0) return [];
  const found: Finding[] = [];
  if (!pool.cwdThere)
    found.push(
      bad(
        'pool-cwd',
        `${pool.cwd} is not there`,
        'sessions of the pool start in it',
        'make it, or correct sessions.pool.cwd',
      ),
    );
  const here = running.filter(({ name }) => isPoolName(name, pool));
  const ghost = here.length === 0 ? phantom(pool.prefix, running) : null;
  if (ghost !== null) return [...found, ghost];
  if (facts.running !== null) found.push(poolCount(pool.size, here));
  const dedicated = new Set(facts.dedicated.map(({ name }) => name));
  const near = running.filter(({ name, agent }) => {
    if (!agent || isPoolName(name, pool) || dedicated.has(name)) return false;
    const prefix = numberedPrefix(name);
    return name.startsWith(pool.prefix) || (prefix !== null && same(prefix, pool.prefix));
  });
  if (near.length > 0)
    found.push(
      warn(
        'pool-near-miss',
        `${listed(near.map(({ name }) => name))} look like the pool and are not in it`,
        `the pool is ${poolRange(pool)}; others are observed only`,
        'rename them (tmux rename-session), or change prefix, first or size',
      ),
    );
  return found;
}

/** `ccl_`, `CCL-` and `ccl` are near `ccl-`. */
function same(a: string, b: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return plain(a) !== '' && plain(a) === plain(b);
}

function dedicatedFindings({ dedicated }: SessionsFacts, running: Running): readonly Finding[] {
  const names = running.map(({ name }) => name);
  const configured = new Set(dedicated.map(({ name }) => name));
  return dedicated.flatMap(({ name, kept }) => {
    if (names.includes(name)) return [];
    const meant = nearest(
      name,
      names.filter((other) => !configured.has(other)),
    );
    if (meant === null && kept) return [];
    return [
      warn(
        'dedicated-missing',
        `no session is called ${name}`,
        meant === null
          ? 'nothing makes it: it has no command and directory'
          : `${meant} is, and is observed only`,
        meant === null
          ? 'start it, or give it command and cwd'
          : 'correct its name in sessions.dedicated, or rename the session',
      ),
    ];
  });
}

function pinnedFindings(running: Running): readonly Finding[] {
  const names = running.filter(({ pinned }) => pinned).map(({ name }) => name);
  if (names.length === 0) return [];
  return [
    info(
      'session-pinned',
      `${listed(names)} do not log in through the link`,
      'a session with CLAUDE_CONFIG_DIR or a key in its environment is left alone by a swap',
      'start it without that variable to have it swapped',
    ),
  ];
}

/** Sessions that every swap passes by although their login is the link's. */
function unlistedFindings({ pool, dedicated }: SessionsFacts, running: Running): readonly Finding[] {
  const names = running
    .filter(({ agent, pinned }) => agent && !pinned)
    .map(({ name }) => name)
    .filter((name) => pool === null || !isPoolName(name, pool))
    .filter((name) => !dedicated.some((listed) => listed.name === name));
  if (names.length === 0) return [];
  return [
    info(
      'session-unlisted',
      `${listed(names)} ${names.length === 1 ? 'is' : 'are'} watched only`,
      'a session that is in no list is never typed into: after a swap it is not set going again',
      'name it in sessions.dedicated to have that',
    ),
  ];
}

/** Names of the configuration against the sessions that are really there. */
export const sessions: Check<SessionsFacts> = {
  title: 'Sessions',
  judge: (facts) => {
    const running = facts.running ?? [];
    const agents = running.filter(({ agent }) => agent).length;
    const count =
      facts.running === null
        ? []
        : [info('sessions', `${agents} of ${running.length} tmux sessions run Claude Code`)];
    return [
      ...count,
      ...poolFindings(facts, running),
      ...(facts.running === null ? [] : dedicatedFindings(facts, running)),
      ...pinnedFindings(running),
      ...unlistedFindings(facts, running),
    ];
  },
};
