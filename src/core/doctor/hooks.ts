import { bad, type Check, type Finding, info, listed, ok, warn } from './finding.js';

export interface HooksFacts {
  readonly accounts: readonly {
    readonly name: string;
    /** Events with a hook of ours. */
    readonly events: readonly string[];
    /** Programs that our hooks and our status line name and that are not there. */
    readonly stale: readonly string[];
  }[];
  /** CLI versions in use that skip a settings file whole when it names `StopFailure`. */
  readonly tooOld: readonly string[];
}

const INSTALL = 'claude-failover hooks install';

function staleFindings({ accounts }: HooksFacts): readonly Finding[] {
  const stale = accounts.filter((account) => account.stale.length > 0);
  if (stale.length === 0) return [];
  const programs = [...new Set(stale.flatMap((account) => account.stale))];
  return [
    warn(
      'hooks-stale',
      `hooks in ${listed(stale.map(({ name }) => name))} name a program that is not there`,
      `${listed(programs)}: nothing is heard from those sessions`,
      `${INSTALL}, or claude-failover hooks remove`,
    ),
  ];
}

function oldFindings({ accounts, tooOld }: HooksFacts): readonly Finding[] {
  if (tooOld.length === 0 || !accounts.some(({ events }) => events.includes('StopFailure'))) return [];
  return [
    bad(
      'hooks-old-cli',
      `Claude Code ${listed(tooOld)} does not know the hook StopFailure`,
      'it skips a settings file that names it whole, permissions included',
      'update Claude Code to 2.1.80 or newer, or claude-failover hooks remove',
    ),
  ];
}

/** Hooks of ours in the accounts' settings: opt-in, so their absence is no fault. */
export const hooks: Check<HooksFacts> = {
  title: 'Hooks',
  judge: (facts) => {
    const { accounts } = facts;
    const having = accounts.filter((account) => account.events.length > 0);
    const faults = [...oldFindings(facts), ...staleFindings(facts)];
    if (having.length === 0 && faults.length === 0)
      return [
        info(
          'hooks-none',
          'not installed',
          'limits are read from transcript and screen; hooks make them known at once',
          INSTALL,
        ),
      ];
    const sets = new Set(accounts.map(({ events }) => [...events].sort().join()));
    const partial =
      sets.size < 2
        ? []
        : [
            warn(
              'hooks-partial',
              `hooks are not the same in every account (${listed(having.map(({ name }) => name))} ${having.length === 1 ? 'has' : 'have'} some)`,
              'after a swap a session has the other account’s hooks',
              INSTALL,
            ),
          ];
    const found = [...faults, ...partial];
    return found.length > 0 ? found : [ok('hooks', `installed: ${listed(having[0]?.events ?? [])}`)];
  },
};
