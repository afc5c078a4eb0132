import { type Check, listed, ok, warn } from './finding.js';

export interface ManagersFacts {
  /** Running programs of ours that are known to change logins, with their pids. */
  readonly running: readonly { readonly name: string; readonly pids: readonly number[] }[];
  /** `CLAUDE_CONFIG_DIR` of the shell we were asked from, null when unset or when it leads to the link. */
  readonly configDir: string | null;
  /** Start files of shells with lines that set `CLAUDE_CONFIG_DIR` or replace `claude`: `~/.bashrc:12`. */
  readonly wrappers: readonly string[];
}

/**
 * Programs that write logins or the link (names by their repositories, 2026): `claude-swap`, `claude-auto-switch`, `cux`,
 * `teamclaude`, `clauth`, `clausona`, `cc-switch`, `ccs`, `claude-account-switcher`, `caam`, `clikae`, `orca`.
 */
export const MANAGERS: ReadonlySet<string> = new Set([
  'cswap',
  'claude-swap',
  'ccx',
  'claude-auto-switch',
  'cux',
  'teamclaude',
  'clauth',
  'clausona',
  'ccswitch',
  'cc-switch',
  'ccs',
  'claude-account-switcher',
  'caam',
  'clikae',
]);

/** Other things that decide which login a session gets. */
export const managers: Check<ManagersFacts> = {
  title: 'Other account managers',
  judge: ({ running, configDir, wrappers }) => {
    const found = running.map(({ name, pids }) =>
      warn(
        'other-manager',
        `${name} runs (pid ${listed(pids.map(String), 3)})`,
        'two managers undo each other’s swaps, and a login written back by the other is lost',
        'let only one of them manage these accounts',
      ),
    );
    if (configDir !== null)
      found.push(
        warn(
          'config-dir-set',
          `CLAUDE_CONFIG_DIR is ${configDir} in this shell`,
          'sessions started from here log in there, not through the link',
          'unset it, or set it to the link',
        ),
      );
    if (wrappers.length > 0)
      found.push(
        warn(
          'claude-wrapper',
          `${listed(wrappers, 4)} set CLAUDE_CONFIG_DIR or replace claude`,
          'shells that read them start sessions with a login of their own',
          'take that out, or let it lead to the link',
        ),
      );
    return found.length > 0 ? found : [ok('managers', 'none seen')];
  },
};
