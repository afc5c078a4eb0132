import { type Check, type Finding, info, listed, ok, warn } from './finding.js';

/** Of one account: keys such as `model`, `permissions.allow`, `hooks.Stop`, each with a digest of its value. */
export interface SettingsFacts {
  readonly name: string;
  readonly digests: Readonly<Record<string, string>>;
  /** Files that could not be read as JSON, by name. */
  readonly unreadable: readonly string[];
}

export interface DifferencesFacts {
  readonly accounts: readonly SettingsFacts[];
}

const KINDS = [
  {
    id: 'permissions-differ',
    part: 'permissions',
    what: 'permissions',
    why: 'after a swap a session may ask for what it was allowed, or do what it was not',
  },
  {
    id: 'hooks-differ',
    part: 'hooks',
    what: 'hooks',
    why: 'running sessions take over the new account’s hooks after a swap',
  },
] as const;

function partOf(key: string): string {
  return key.split('.', 1)[0] ?? key;
}

/** Keys whose value is not the same in every account, sorted. */
function differingKeys(accounts: readonly SettingsFacts[]): readonly string[] {
  const keys = new Set(accounts.flatMap((account) => Object.keys(account.digests)));
  return [...keys]
    .filter((key) => new Set(accounts.map(({ digests }) => digests[key] ?? '')).size > 1)
    .sort();
}

function differ(names: readonly string[], keys: readonly string[]): readonly Finding[] {
  const mend = 'make them the same, or link settings.json to one shared file (claude-failover adopt does)';
  const special = KINDS.flatMap(({ id, part, what, why }) => {
    const mine = keys.filter((key) => partOf(key) === part);
    return mine.length === 0
      ? []
      : [warn(id, `${what} of ${listed(names)} differ: ${listed(mine, 8)}`, why, mend)];
  });
  const rest = keys.filter((key) => !KINDS.some(({ part }) => part === partOf(key)));
  if (rest.length === 0) return special;
  const plain = info(
    'settings-differ',
    `settings of ${listed(names)} differ: ${listed(rest, 8)}`,
    'running sessions see the new account’s settings after a swap',
    mend,
  );
  return [...special, plain];
}

/** Settings, permissions and hooks that differ between accounts; names of keys only. */
export const differences: Check<DifferencesFacts> = {
  title: 'Settings of the accounts',
  judge: ({ accounts }) => {
    const unreadable = accounts.flatMap(({ name, unreadable: files }) =>
      files.map((file) =>
        warn(
          'settings-unreadable',
          `${name}: ${file} is no JSON that can be read`,
          'the CLI ignores such a file, and it could not be compared',
          'correct it',
        ),
      ),
    );
    if (accounts.length < 2) return unreadable;
    const keys = differingKeys(accounts);
    const names = accounts.map((account) => account.name);
    if (keys.length > 0) return [...unreadable, ...differ(names, keys)];
    return unreadable.length > 0 ? unreadable : [ok('settings', 'the same in every account')];
  },
};
