import { switchesInPlace } from '../quota/attribution.js';
import { bad, type Check, type Finding, info, listed, ok, warn } from './finding.js';

export interface CliFacts {
  /** Programs that the configuration starts sessions with, `claude` without one. */
  readonly commands: readonly {
    readonly program: string;
    /** Sessions that need it; empty: it is only looked at. */
    readonly needed: boolean;
    readonly state: 'found' | 'missing' | 'silent' | 'not-asked';
    readonly version: string | null;
  }[];
  /** Running sessions by tmux name; `version` null when not told. */
  readonly sessions: readonly { readonly name: string; readonly version: string | null }[];
}

/** Versions whose `/compact` under a limit replaces the conversation by the limit's text (seen in 2.0.60 to 2.1.150). */
const COMPACT_LOSES = { from: [2, 0, 60], to: [2, 1, 150] } as const;

function compare(version: string, other: readonly number[]): number {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  for (const [index, part] of other.entries()) {
    const mine = parts[index] ?? 0;
    if (mine !== part) return mine - part;
  }
  return 0;
}

/** `claude auth status` came with 2.1.41; an older one would take the words for a prompt. */
export function tellsLogin(version: string): boolean {
  return compare(version, [2, 1, 41]) >= 0;
}

function losesOnCompact(version: string): boolean {
  return compare(version, COMPACT_LOSES.from) >= 0 && compare(version, COMPACT_LOSES.to) <= 0;
}

function commandFinding(command: CliFacts['commands'][number]): Finding {
  const { program, state, version, needed } = command;
  if (state === 'missing') {
    const what = `${program} is not found`;
    const why = needed
      ? 'sessions of the configuration are started with it'
      : 'no session can be started with it';
    const mend =
      'install Claude Code, or correct sessions.command (an absolute path is safest for a service)';
    return needed ? bad('cli-missing', what, why, mend) : info('cli-missing', what, why, mend);
  }
  if (state === 'not-asked')
    return info(
      'cli-not-asked',
      `${program} is not known to be Claude Code itself: it was not asked for its version`,
    );
  if (state === 'silent' || version === null)
    return warn(
      'cli-silent',
      `${program} --version gave no version`,
      'what it can do is not known: it is taken for an old one',
      'run it by hand',
    );
  const can = switchesInPlace(version) ? 'takes over a swap while it runs' : 'is restarted by a swap';
  return ok('cli', `${program} ${version}: ${can}`);
}

function versionFindings(version: string, users: readonly string[]): readonly Finding[] {
  const found: Finding[] = [];
  if (!switchesInPlace(version))
    found.push(
      info(
        'cli-restarts',
        `${listed(users)}: ${version} keeps the login it started with`,
        'a swap ends such a session and resumes it with --resume; from 2.1.126 on a session goes on by itself',
        'update Claude Code and restart the session',
      ),
    );
  if (losesOnCompact(version))
    found.push(
      warn(
        'cli-compact',
        `${listed(users)}: ${version} can lose a conversation`,
        '/compact under a usage limit replaces the conversation by the words of the limit (2.0.60 to 2.1.150)',
        'update Claude Code; until then run no /compact in a limited session',
      ),
    );
  return found;
}

/** Versions in use, each with the commands and sessions that have it. */
function usersOf({ commands, sessions }: CliFacts): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  const add = (version: string | null, user: string) => {
    if (version !== null) users.set(version, [...(users.get(version) ?? []), user]);
  };
  for (const { version, program } of commands) add(version, program);
  for (const { version, name } of sessions) add(version, name);
  return users;
}

/** Versions of the configured command and of running sessions, and what each can do. */
export const cli: Check<CliFacts> = {
  title: 'Claude Code',
  judge: (facts) => [
    ...facts.commands.map(commandFinding),
    ...[...usersOf(facts)].flatMap(([version, users]) => versionFindings(version, users)),
  ],
};
