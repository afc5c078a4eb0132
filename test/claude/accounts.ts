import { cpSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CWD, HOME } from './lab.js';
import { seedAccount, seedHome } from './real-cli.js';

export type Account = 'A' | 'B' | 'C';
export type CliSettings = Readonly<Record<string, unknown>>;

export const LINK = join(HOME, '.claude');
export const accountDir = (account: Account): string => join(HOME, 'accounts', account);
export const tokenFor = (account: Account): string => `dummy-${account}`;

/** Every command is asked for. */
const MANUAL_SETTINGS: CliSettings = { permissions: { defaultMode: 'default' } };
/** Shell commands run without a question. */
export const BASH_SETTINGS: CliSettings = { permissions: { defaultMode: 'default', allow: ['Bash'] } };

export interface AccountsSpec {
  readonly version: string;
  /** The link points to the first. */
  readonly accounts: readonly Account[];
  /** The settings of every account, unless `settingsOf` says otherwise. */
  readonly settings?: CliSettings;
  readonly settingsOf?: Partial<Record<Account, CliSettings>>;
}

/** A fresh home: a directory and an invented login for each account, `projects/` shared, the link. */
export function seedAccounts(spec: AccountsSpec): void {
  const { version, accounts, settings = MANUAL_SETTINGS, settingsOf = {} } = spec;
  seedHome(HOME, CWD, version, settings);
  rmSync(LINK, { recursive: true });
  const projects = join(HOME, 'projects');
  mkdirSync(projects);
  for (const account of accounts) {
    const dir = accountDir(account);
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    writeFileSync(join(dir, 'settings.json'), JSON.stringify(settingsOf[account] ?? settings));
    seedAccount(dir, { name: account });
    symlinkSync(projects, join(dir, 'projects'));
  }
  symlinkSync(accountDir(accounts[0] ?? 'A'), LINK);
}

/** The account the link points to. */
export const linkedAccount = (): string => basename(readlinkSync(LINK));

/** The environment of a session with a directory of its own: the CLI then keeps `.claude.json` inside it. */
export function pinTo(account: Account): Readonly<Record<string, string>> {
  cpSync(join(HOME, '.claude.json'), join(accountDir(account), '.claude.json'));
  return { CLAUDE_CONFIG_DIR: accountDir(account) };
}

/** The invented login of an account as its file holds it now. */
export function loginOf(account: Account): Readonly<Record<string, unknown>> {
  const file = readFileSync(join(accountDir(account), '.credentials.json'), 'utf8');
  const whole = JSON.parse(file) as { claudeAiOauth?: Record<string, unknown> };
  return whole.claudeAiOauth ?? {};
}
