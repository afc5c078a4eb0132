import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const SCOPE = 'node_modules/@anthropic-ai';

/** Where installed versions are kept: `CLAUDE_CHECK_CACHE`, or a throw-away folder. */
export const cacheFolder = (): string =>
  process.env.CLAUDE_CHECK_CACHE ?? mkdtempSync(join(tmpdir(), 'claude-versions-'));

/** The argv that starts an installed version: 2.1.x is a native binary, older ones are plain JavaScript. */
export function installedCli(cache: string, version: string): readonly string[] | null {
  const native = join(cache, version, SCOPE, `claude-code-linux-${process.arch}`, 'claude');
  const script = join(cache, version, SCOPE, 'claude-code', 'cli.js');
  if (existsSync(native)) return [native];
  return existsSync(script) ? [process.execPath, script] : null;
}

/** Installs one version into the cache (never a dependency of the product). Throws with npm's last words. */
export function installCli(cache: string, version: string): void {
  if (installedCli(cache, version) !== null) return;
  const folder = join(cache, version);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  const args = [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    `@anthropic-ai/claude-code@${version}`,
  ];
  const ended = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
  if (installedCli(cache, version) !== null) return;
  throw new Error(
    `cannot install Claude Code ${version}: ${ended.stderr.trim().slice(-300)}. check the npm registry`,
  );
}

export interface Login {
  /** Account name; the bearer token is `dummy-<name>`. */
  readonly name: string;
  readonly subscription?: 'max' | 'pro' | 'team';
  /** Epoch milliseconds. Default: a year ahead, so that no refresh happens. */
  readonly expiresAt?: number;
}

const tokenOf = (login: Login): string => `dummy-${login.name}`;

function write(path: string, value: unknown, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
  chmodSync(path, mode);
}

/** Writes invented credentials into a configuration directory. */
export function seedAccount(configDir: string, login: Login): void {
  write(
    join(configDir, '.credentials.json'),
    {
      claudeAiOauth: {
        accessToken: tokenOf(login),
        refreshToken: `dummy-r${login.name}`,
        expiresAt: login.expiresAt ?? Date.now() + 365 * 86_400_000,
        scopes: ['user:inference', 'user:profile'],
        subscriptionType: login.subscription ?? 'max',
        rateLimitTier: login.subscription === 'pro' ? 'default_claude_ai' : 'default_claude_max_20x',
      },
    },
    0o600,
  );
}

/** What the CLI asks at its start, by the answers that keep it from asking. */
const ANSWERS = {
  onboarding: ['hasCompletedOnboarding', 'theme', 'lastOnboardingVersion', 'oauthAccount'],
  // 2.0.60 trusts every directory once bypass mode was accepted.
  trust: ['projects', 'bypassPermissionsModeAccepted'],
  'bypass-permissions': ['bypassPermissionsModeAccepted'],
  'auto-mode': ['hasSeenAutoDefaultNudge'],
  fullscreen: ['fullscreenUpsellSeenCount'],
} as const;

export type StartQuestion = keyof typeof ANSWERS;

/** An emptied home in which every start-up dialog of `version` but `unanswered` is already answered for `cwd`. */
export function seedHome(
  home: string,
  cwd: string,
  version: string,
  settings: Readonly<Record<string, unknown>> = {},
  unanswered: readonly StartQuestion[] = [],
): void {
  rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  mkdirSync(cwd, { recursive: true });
  write(join(home, '.claude', 'settings.json'), settings);
  const open = unanswered.flatMap((question): readonly string[] => ANSWERS[question]);
  const answers = Object.entries(answered(cwd, version)).filter(([key]) => !open.includes(key));
  write(join(home, '.claude.json'), Object.fromEntries(answers));
}

function answered(cwd: string, version: string): Readonly<Record<string, unknown>> {
  return {
    hasCompletedOnboarding: true,
    theme: 'dark',
    lastOnboardingVersion: version,
    lastReleaseNotesSeen: version,
    numStartups: 20,
    // No fresh installation: those get the fullscreen renderer without being asked.
    firstStartTime: '2025-01-01T00:00:00.000Z',
    bypassPermissionsModeAccepted: true,
    hasSeenAutoDefaultNotice: true,
    hasSeenAutoDefaultNudge: true,
    fullscreenUpsellSeenCount: 3,
    hasAcknowledgedCostThreshold: true,
    autoUpdates: false,
    oauthAccount: {
      accountUuid: '00000000-0000-4000-8000-00000000000a',
      emailAddress: 'lab@example.com',
      organizationUuid: '00000000-0000-4000-8000-0000000000aa',
      organizationName: 'lab',
      organizationRole: 'admin',
    },
    projects: {
      [cwd]: {
        hasTrustDialogAccepted: true,
        hasCompletedProjectOnboarding: true,
        projectOnboardingSeenCount: 9,
        allowedTools: [],
      },
    },
  };
}

/** The whole environment of the CLI: nothing of the machine's own gets through. */
export function cliEnvironment(home: string, apiUrl: string, tz: string): Readonly<Record<string, string>> {
  return {
    HOME: home,
    PATH: '/usr/local/bin:/usr/bin:/bin',
    SHELL: '/bin/bash',
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    TZ: tz,
    USER: 'u',
    IS_SANDBOX: '1',
    ANTHROPIC_BASE_URL: apiUrl,
    DISABLE_TELEMETRY: '1',
    DISABLE_ERROR_REPORTING: '1',
    DISABLE_AUTOUPDATER: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    CLAUDE_CODE_MAX_RETRIES: '1',
  };
}
