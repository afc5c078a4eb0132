import { expect, test } from 'vitest';
import { type AccountFacts, accounts } from '../../../src/core/doctor/accounts.js';
import { cli, tellsLogin } from '../../../src/core/doctor/cli.js';
import { type ClockFacts, clock } from '../../../src/core/doctor/clock.js';
import { type DiskFacts, disk } from '../../../src/core/doctor/disk.js';
import type { Finding } from '../../../src/core/doctor/finding.js';
import { hooks } from '../../../src/core/doctor/hooks.js';
import { host } from '../../../src/core/doctor/host.js';
import { inotify } from '../../../src/core/doctor/inotify.js';
import { type LinkFacts, link } from '../../../src/core/doctor/link.js';
import { claudeWords, versionIn } from '../../../src/core/doctor/program.js';
import { type ServiceFacts, service } from '../../../src/core/doctor/service.js';
import { type SessionsFacts, sessions } from '../../../src/core/doctor/sessions.js';
import { supervisor } from '../../../src/core/doctor/supervisor.js';
import { type TmuxFacts, tmux } from '../../../src/core/doctor/tmux.js';

const GB = 1024 ** 3;

function told(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ id, level }) => `${level} ${id}`);
}

const LINUX = { platform: 'linux', node: 'v24.1.0', root: false, processes: true };

test.each([
  [LINUX, ['ok platform', 'ok node']],
  [{ ...LINUX, platform: 'darwin' }, ['warn platform-observe-only', 'ok node']],
  [{ ...LINUX, platform: 'win32' }, ['bad platform-unknown', 'ok node']],
  [{ ...LINUX, processes: false }, ['bad platform-no-proc', 'ok node']],
  [{ ...LINUX, node: 'v22.21.9' }, ['ok platform', 'bad node-old']],
  [{ ...LINUX, node: 'v22.22.0', root: true }, ['ok platform', 'ok node', 'info root']],
])('platform and Node.js %#', (facts, expected) => {
  expect(told(host.judge(facts))).toEqual(expected);
});

const LINK: LinkFacts = {
  path: '/h/.claude',
  uid: 7,
  configured: true,
  state: { type: 'link', target: '/h/a' },
  owner: 7,
  targetThere: true,
  account: 'a',
  parentRefusal: null,
  jsonBeside: false,
};

test.each([
  [{}, ['ok link']],
  [{ owner: 8 }, ['bad link-foreign']],
  [{ state: { type: 'unreadable', reason: 'a loop' } as const, owner: null }, ['bad link-unreadable']],
  [{ jsonBeside: true }, ['ok link', 'info claude-json-beside']],
  [{ configured: false }, ['info link-unused']],
])('the link %#', (change, expected) => {
  expect(told(link.judge({ ...LINK, ...change }))).toEqual(expected);
});

const ACCOUNT: AccountFacts = {
  name: 'a',
  dir: '/h/a',
  state: 'there',
  owner: 7,
  mode: 0o700,
  login: 'in',
  identity: 'x',
  credentials: { state: 'file', mode: 0o600, inode: '1:1' },
  projects: '/h/projects',
};
const OTHER: AccountFacts = {
  ...ACCOUNT,
  name: 'b',
  identity: 'y',
  credentials: { ...ACCOUNT.credentials, inode: '1:2' },
};

test.each([
  [OTHER, ['ok account-login', 'ok account-login', 'ok projects']],
  [{ ...OTHER, state: 'closed' as const }, ['ok account-login', 'bad account-closed']],
  [{ ...OTHER, owner: 8 }, ['ok account-login', 'bad account-foreign', 'ok projects']],
  [
    { ...OTHER, credentials: { ...OTHER.credentials, mode: 0o644 } },
    ['ok account-login', 'ok account-login', 'warn account-credentials-open', 'ok projects'],
  ],
  [{ ...OTHER, login: 'not-told' as const }, ['ok account-login', 'ok account-evidence', 'ok projects']],
  [
    { ...OTHER, identity: 'x' },
    ['ok account-login', 'ok account-login', 'bad account-same-login', 'ok projects'],
  ],
])('accounts %#', (second, expected) => {
  expect(told(accounts.judge({ uid: 7, accounts: [ACCOUNT, second] }))).toEqual(expected);
});

test('an old CLI is restarted by a swap, and is never asked for a login it cannot tell', () => {
  const commands = [{ program: 'claude', needed: true, state: 'found', version: '2.1.125' }] as const;
  expect(told(cli.judge({ commands, sessions: [] }))).toEqual([
    'ok cli',
    'info cli-restarts',
    'warn cli-compact',
  ]);
  const newer = cli.judge({
    commands: [{ ...commands[0], version: '2.1.151' }],
    sessions: [{ name: 's', version: '2.0.59' }],
  });
  expect(told(newer)).toEqual(['ok cli', 'info cli-restarts']);
  expect([tellsLogin('2.1.40'), tellsLogin('2.1.41'), tellsLogin('3.0.0')]).toEqual([false, true, true]);
});

test('what is run of a configured command is Claude Code itself, and nothing that cannot be known', () => {
  expect(claudeWords(['claude', '--model', 'opus'])).toEqual(['claude']);
  expect(claudeWords(['/usr/bin/node', '--no-warnings', '/x/claude', 'hello'])).toEqual([
    '/usr/bin/node',
    '--no-warnings',
    '/x/claude',
  ]);
  expect(claudeWords(['env', 'A=1', 'claude', '-c'])).toEqual(['env', 'A=1', 'claude']);
  for (const argv of [['my-wrapper'], ['ssh', 'host', 'claude'], ['node', 'other.js', 'claude']])
    expect(claudeWords(argv)).toBeNull();
  expect([
    versionIn('2.1.330 (Claude Code)'),
    versionIn('Claude Code v2.0.1\n'),
    versionIn('127.0.0.1'),
  ]).toEqual(['2.1.330', '2.0.1', null]);
});

const TMUX: TmuxFacts = {
  state: 'there',
  version: '3.5a',
  absent: false,
  manualSize: false,
  folder: { path: '/tmp/tmux-7', owner: 7, mode: 0o700, shared: false },
  uid: 7,
  makesSessions: false,
  variables: [],
  secrets: [],
};

test.each([
  [{}, ['ok tmux']],
  [{ version: '3.3a' }, ['ok tmux', 'info tmux-paste-trap']],
  [{ state: 'too-old' as const, version: '3.1c' }, ['bad tmux-old']],
  [{ state: 'no-server' as const, absent: true }, ['warn tmux-no-server']],
  [{ state: 'no-server' as const, absent: true, makesSessions: true }, ['info tmux-no-server']],
  [{ state: 'no-server' as const }, ['bad tmux-silent']],
  [
    { folder: { path: '/tmp/tmux-7', owner: 8, mode: 0o700, shared: false } },
    ['ok tmux', 'bad tmux-folder-foreign'],
  ],
  [{ folder: { path: '/tmp', owner: 0, mode: 0o777, shared: true } }, ['ok tmux']],
])('tmux %#', (change, expected) => {
  expect(told(tmux.judge({ ...TMUX, ...change }))).toEqual(expected);
});

const SESSIONS: SessionsFacts = {
  pool: { prefix: 'ccl-', first: 1, size: 2, cwd: '/w', cwdThere: true },
  dedicated: [],
  running: [],
};
const agent = (name: string) => ({ name, agent: true, pinned: false });

test('names: other spellings of the pool, a dedicated one under a near name, a shell that is none of it', () => {
  const near = sessions.judge({
    ...SESSIONS,
    running: [agent('ccl-1'), agent('CCL_2'), { ...agent('ccl-9'), agent: false }],
  });
  expect(near.find(({ id }) => id === 'pool-near-miss')?.what).toMatch(/^CCL_2 look/);
  const dedicated = sessions.judge({
    ...SESSIONS,
    pool: null,
    dedicated: [{ name: 'vault', kept: true }],
    running: [agent('valut')],
  });
  expect(dedicated.find(({ id }) => id === 'dedicated-missing')?.why).toContain('valut');
  const made = sessions.judge({ ...SESSIONS, pool: null, dedicated: [{ name: 'vault', kept: true }] });
  expect(told(made)).toEqual(['info sessions']);
});

const FOLDER = {
  path: '/s',
  state: 'there',
  owner: 7,
  mode: 0o700,
  freeBytes: 9 * GB,
  freeFiles: 0.5,
} as const;
const DISK: DiskFacts = {
  uid: 7,
  stateDir: FOLDER,
  queueDir: { ...FOLDER, path: '/q' },
  split: [],
  links: [],
};

test.each([
  [{}, ['ok state-dir', 'ok queue-dir']],
  [{ stateDir: { ...FOLDER, freeBytes: 1024 } }, ['bad state-disk-full', 'ok queue-dir']],
  [{ stateDir: { ...FOLDER, freeBytes: GB / 10 } }, ['warn state-disk-low', 'ok queue-dir']],
  [{ queueDir: { ...FOLDER, freeFiles: 0 } }, ['ok state-dir', 'bad queue-disk-full']],
  [{ stateDir: { ...FOLDER, state: 'unwritable' as const } }, ['bad state-unwritable', 'ok queue-dir']],
  [{ stateDir: { ...FOLDER, state: 'no-directory' as const } }, ['bad state-no-directory', 'ok queue-dir']],
  [{ queueDir: { ...FOLDER, owner: 8 } }, ['ok state-dir', 'bad queue-foreign']],
  [{ split: ['done'] }, ['ok state-dir', 'ok queue-dir', 'bad queue-split']],
])('files %#', (change, expected) => {
  expect(told(disk.judge({ ...DISK, ...change }))).toEqual(expected);
});

test('few watches are a warning, no inotify is none', () => {
  expect(told(inotify.judge({ watches: 2, instances: 128 }))).toEqual(['warn inotify-low']);
  expect(told(inotify.judge({ watches: 100_000, instances: 8 }))).toEqual(['warn inotify-low']);
  expect(told(inotify.judge({ watches: null, instances: null }))).toEqual(['info inotify']);
});

const CLOCK: ClockFacts = {
  nowMs: 2_000_000_000_000,
  notBeforeMs: 1_800_000_000_000,
  newestMs: null,
  tz: null,
  tzKnown: true,
  zone: 'Asia/Kolkata',
  sessions: [],
  printed: [],
};

test('a clock of long ago; two names of one zone are one', () => {
  expect(told(clock.judge({ ...CLOCK, nowMs: 0 }))[0]).toBe('bad clock-wrong');
  expect(told(clock.judge({ ...CLOCK, printed: ['Asia/Calcutta'] }))).toEqual(['ok clock', 'ok zone']);
});

test('hooks in one account only', () => {
  const none = { name: 'a', events: [], stale: [] };
  expect(told(hooks.judge({ accounts: [none], tooOld: ['2.0.0'] }))).toEqual(['info hooks-none']);
  expect(
    told(hooks.judge({ accounts: [none, { ...none, name: 'b', events: ['Stop'] }], tooOld: [] })),
  ).toEqual(['warn hooks-partial']);
});

test('what a running supervisor needs is bad, and told once', () => {
  const view = {
    mode: 'auto',
    needs: ['the link is gone'],
    warnings: [],
    activeAccount: null,
    lastSwap: null,
    breaker: { open: false, reason: null },
    paused: false,
  } as const;
  const facts = {
    stateDir: '/s',
    state: 'answers',
    pid: 5,
    reason: '',
    view,
    linkHeldElsewhere: false,
  } as const;
  const told503 = { ...facts, health: { status: 'unhealthy', reasons: ['the link is gone'] } };
  expect(told(supervisor.judge(told503))).toEqual(['ok supervisor', 'bad supervisor-needs']);
  const more = { ...facts, health: { status: 'degraded', reasons: ['the link is gone', 'hold'] } };
  expect(told(supervisor.judge(more))).toEqual(['warn supervisor-health', 'bad supervisor-needs']);
});

const SERVICE: ServiceFacts = {
  path: '/u',
  unit: 'ours',
  stale: [],
  enabled: 'enabled',
  active: 'active',
  lingers: true,
  user: 'me',
};

test.each([
  [{}, ['ok service']],
  [{ unit: 'none' as const }, ['info service-none']],
  [{ unit: 'foreign' as const }, ['info service-foreign']],
  [{ enabled: 'disabled' }, ['warn service-disabled']],
  [{ active: 'failed' }, ['bad service-failed']],
  [{ lingers: false }, ['warn service-linger']],
  [{ enabled: null, active: null, lingers: null }, ['ok service']],
])('the service %#', (change, expected) => {
  expect(told(service.judge({ ...SERVICE, ...change }))).toEqual(expected);
});

test.each([
  [
    [true, true],
    ['info sessions', 'ok pool'],
  ],
  [
    [true, false],
    ['info sessions', 'info pool'],
  ],
  [
    [false, false],
    ['info sessions', 'info pool'],
  ],
  [null, []],
])('a session of the pool is one in which an agent runs: %j', (agents, expected) => {
  const running = agents?.map((agent, index) => ({ name: `ccl-${index + 1}`, agent, pinned: false })) ?? null;
  const pool = { prefix: 'ccl-', first: 1, size: 2, cwd: '/w', cwdThere: true };
  expect(told(sessions.judge({ pool, dedicated: [], running }))).toEqual(expected);
});
