import { NAME } from '../config/schema.js';
import type { Mode } from '../snapshot.js';
import type { GroupedSessions, SessionGroup } from './session-groups.js';

/** A config directory of Claude Code. `login`: its credentials file is there and not empty (by stat alone). */
export interface FoundDir {
  readonly dir: string;
  readonly login: boolean;
}

/** What `init` saw. `link.target`: the directory it leads to. */
export interface SetupFacts {
  readonly link: {
    readonly path: string;
    readonly type: 'link' | 'directory' | 'missing' | 'other';
    readonly target: string | null;
  };
  readonly dirs: readonly FoundDir[];
  readonly sessions: GroupedSessions;
  /** Where the first session of a group runs, by prefix. */
  readonly cwds: Readonly<Record<string, string>>;
}

export interface Account extends FoundDir {
  readonly name: string;
}

/** What goes into the configuration. */
export interface Answers {
  readonly mode: Mode;
  readonly link: string;
  readonly accounts: readonly Account[];
  readonly pool: {
    readonly prefix: string;
    readonly first: number;
    readonly size: number;
    readonly cwd: string;
  } | null;
  readonly dedicated: readonly string[];
  /** Name or path of the tmux server's socket. */
  readonly socket: string;
}

/** A name made of the directory's: `work` for `~/.claude-accounts/work` and for `~/.claude-work`. */
export function accountName(dir: string, taken: readonly string[]): string {
  const base = dir.slice(dir.lastIndexOf('/') + 1).replace(/^\.?claude-|^\.+/, '');
  const clean = base
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 60);
  const name = NAME.test(clean) ? clean : 'account';
  if (!taken.includes(name)) return name;
  for (let count = 2; ; count++) if (!taken.includes(`${name}-${count}`)) return `${name}-${count}`;
}

export function withNames(dirs: readonly FoundDir[]): readonly Account[] {
  const named: Account[] = [];
  for (const found of dirs) {
    const taken = named.map(({ name }) => name);
    named.push({ ...found, name: accountName(found.dir, taken) });
  }
  return named;
}

/** What a swap still needs; empty when two accounts stand. */
export function missingForFailover(
  link: SetupFacts['link'],
  accounts: readonly Account[],
): readonly string[] {
  const behind = accounts.some(({ dir }) => dir === link.target);
  const out = accounts.filter(({ login }) => !login).map(({ name }) => name);
  return [
    ...(link.type === 'link' && behind
      ? []
      : ['a link in the place of the directory, leading to one of the accounts']),
    ...(accounts.length < 2 ? ['a second account'] : []),
    ...(out.length > 0 ? [`a login in ${out.join(' and ')}`] : []),
  ];
}

export function defaultMode(link: SetupFacts['link'], accounts: readonly Account[]): Mode {
  return missingForFailover(link, accounts).length === 0 ? 'auto' : 'observe';
}

export function poolOf(group: SessionGroup, cwds: SetupFacts['cwds']): NonNullable<Answers['pool']> {
  return { prefix: group.prefix, first: group.first, size: group.size, cwd: cwds[group.prefix] ?? '~' };
}

/** What Enter would answer to every question: sessions are resumed after a swap, never given tasks. */
export function defaultAnswers(facts: SetupFacts, socket: string): Answers {
  const accounts = withNames(facts.dirs);
  const { groups, single } = facts.sessions;
  return {
    mode: defaultMode(facts.link, accounts),
    link: facts.link.path,
    accounts,
    pool: null,
    dedicated: [...groups.flatMap((group) => group.names), ...single],
    socket,
  };
}
