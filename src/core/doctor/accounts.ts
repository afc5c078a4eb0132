import { bad, type Check, type Finding, info, listed, ok, warn } from './finding.js';

/** What `claude auth status --json` said, as far as it leaves the gatherer. */
export type LoginState = 'in' | 'out' | 'not-told';

export interface AccountFacts {
  readonly name: string;
  readonly dir: string;
  readonly state: 'there' | 'missing' | 'no-directory' | 'closed';
  readonly owner: number | null;
  /** Permission bits, 0 when unknown. */
  readonly mode: number;
  readonly login: LoginState;
  /** The same for the same login; null when not told. Never shown. */
  readonly identity: string | null;
  /** By lstat and stat alone: the file is never opened. */
  readonly credentials: {
    readonly state: 'missing' | 'file' | 'link';
    readonly mode: number;
    /** `dev:ino`, '' when missing. */
    readonly inode: string;
  };
  /** Real path of `projects/`, null when there is none. */
  readonly projects: string | null;
}

export interface AccountsFacts {
  readonly uid: number;
  readonly accounts: readonly AccountFacts[];
}

const SHARE =
  'put one projects/ folder beside the accounts and a link to it into each (claude-failover adopt does)';

function folderFindings(account: AccountFacts, uid: number): readonly Finding[] {
  const { name, dir, state, owner, mode } = account;
  if (state === 'missing')
    return [
      bad(
        'account-missing',
        `${name}: ${dir} is not there`,
        'it cannot become active',
        'log it in (CLAUDE_CONFIG_DIR=DIR claude) or correct accounts.list',
      ),
    ];
  if (state === 'no-directory')
    return [
      bad(
        'account-no-directory',
        `${name}: ${dir} is not a directory`,
        'it holds no login',
        'correct accounts.list',
      ),
    ];
  if (owner !== null && owner !== uid)
    return [
      bad(
        'account-foreign',
        `${name}: ${dir} belongs to user ${owner}`,
        `we are user ${uid}`,
        'use a directory of your own',
      ),
    ];
  if (state === 'closed')
    return [
      bad(
        'account-closed',
        `${name}: ${dir} cannot be read and written`,
        'a session could not work there',
        'correct its permissions (chmod u+rwx)',
      ),
    ];
  const others = mode & 0o077;
  if (others === 0) return [];
  return [
    warn(
      'account-open',
      `${name}: ${dir} is open to other users`,
      `its mode is ${(mode & 0o777).toString(8)} and it holds a login`,
      `chmod 700 ${dir}`,
    ),
  ];
}

function loginFinding({ name, dir, login, credentials }: AccountFacts): Finding {
  const mend = `log it in: CLAUDE_CONFIG_DIR=${dir} claude, then /login`;
  if (login === 'in') return ok('account-login', `${name}: logged in`);
  if (login === 'out')
    return bad('account-logged-out', `${name}: not logged in`, 'a swap to it would stop every session', mend);
  if (credentials.state === 'missing')
    return bad('account-no-login', `${name}: no login is seen`, 'it has no credentials file', mend);
  return ok(
    'account-evidence',
    `${name}: has a login (its file is there; whether it still works only a session can tell)`,
  );
}

function credentialFindings({ name, credentials }: AccountFacts): readonly Finding[] {
  const found: Finding[] = [];
  if (credentials.state === 'link')
    found.push(
      warn(
        'account-credentials-link',
        `${name}: its credentials file is a link`,
        'the CLI replaces it by a file at the next token refresh, and what the link points to then holds a dead token',
        `log ${name} in with a file of its own`,
      ),
    );
  if (credentials.state !== 'missing' && (credentials.mode & 0o077) !== 0)
    found.push(
      warn(
        'account-credentials-open',
        `${name}: its credentials file is open to other users`,
        `its mode is ${(credentials.mode & 0o777).toString(8)}`,
        'chmod 600 on it',
      ),
    );
  return found;
}

/** Names of accounts that share the same key, in groups of two and more. */
function twins(
  accounts: readonly AccountFacts[],
  keyOf: (account: AccountFacts) => string | null,
): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>();
  for (const account of accounts) {
    const key = keyOf(account);
    if (key !== null && key !== '') groups.set(key, [...(groups.get(key) ?? []), account.name]);
  }
  return [...groups.values()].filter((names) => names.length > 1);
}

function sameLogin(accounts: readonly AccountFacts[]): readonly Finding[] {
  const files = twins(accounts, (account) => account.credentials.inode);
  const identities = twins(accounts, (account) => account.identity).filter(
    (names) => !files.some((others) => others.join() === names.join()),
  );
  const say = (names: readonly string[], why: string): Finding =>
    bad(
      'account-same-login',
      `${listed(names)} are the same login`,
      `${why}: they reach the limit together, and renewing one ends the other`,
      'log each in with an account of its own',
    );
  return [
    ...files.map((names) => say(names, 'they share one credentials file')),
    ...identities.map((names) => say(names, 'the CLI names the same account in both')),
  ];
}

function sharing(accounts: readonly AccountFacts[]): readonly Finding[] {
  const there = accounts.filter((account) => account.state === 'there');
  if (there.length < 2) return [];
  const places = new Set(there.map((account) => account.projects ?? `none in ${account.name}`));
  if (places.size === 1 && there[0]?.projects !== null)
    return [ok('projects', 'conversations (projects/) are shared')];
  const own = there.map((account) => account.name);
  return [
    warn(
      'projects-not-shared',
      `${listed(own)} do not share projects/`,
      'a conversation begun on one cannot be resumed on another: a session that has to be restarted loses it',
      SHARE,
    ),
  ];
}

function judgeAll({ accounts, uid }: AccountsFacts): readonly Finding[] {
  const each = accounts.flatMap((account) => {
    const folder = folderFindings(account, uid);
    const usable = !folder.some((finding) => finding.level === 'bad');
    return usable ? [...folder, loginFinding(account), ...credentialFindings(account)] : folder;
  });
  const one =
    accounts.length === 1
      ? [
          warn(
            'accounts-one',
            'only one account is configured',
            'there is nothing to swap to',
            'add a second one (claude-failover adopt --add NAME) and name it in accounts.list',
          ),
        ]
      : [];
  return [...each, ...one, ...sameLogin(accounts), ...sharing(accounts)];
}

/** Each account's directory and login, and what they share. */
export const accounts: Check<AccountsFacts> = {
  title: 'Accounts',
  judge: (facts) =>
    facts.accounts.length === 0
      ? [
          info(
            'accounts-none',
            'no accounts are configured',
            'sessions are observed only',
            'make them (claude-failover adopt) and write them down (claude-failover init)',
          ),
        ]
      : judgeAll(facts),
};
