import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createAccounts } from '../../src/adapters/account-link.js';
import type { AgentProcess } from '../../src/core/ports.js';
import { temporaryFolder } from './support.js';

const STEADY = 10_000_000;
const OLD = new Date(1_700_000_000_000);

function account(dir: string): string {
  mkdirSync(dir);
  const credentials = join(dir, '.credentials.json');
  writeFileSync(credentials, '{}', { mode: 0o600 });
  utimesSync(credentials, OLD, OLD);
  return dir;
}

function world() {
  const home = temporaryFolder();
  const link = join(home, '.claude');
  const a = account(join(home, 'account-a'));
  const b = account(join(home, 'account-b'));
  symlinkSync(a, link);
  const accounts = createAccounts({ link, steadyMs: () => STEADY });
  const request = { fromDir: a, toDir: b, agents: [] as AgentProcess[] };
  return { home, link, a, b, accounts, request };
}

function agent(ageMs: number, more: Partial<AgentProcess> = {}): AgentProcess {
  return {
    pid: 77,
    startTicks: 1,
    startedSteadyMs: STEADY - ageMs,
    cwd: null,
    configDir: null,
    loginByEnvironment: false,
    task: null,
    ...more,
  };
}

describe('the way of a swap', () => {
  test('preflight, flip and verify agree, and nothing is left beside the link', async () => {
    const { home, link, b, accounts, request } = world();
    expect(await accounts.preflight(request)).toBeNull();
    expect(await accounts.flip(request)).toBeNull();
    expect(readlinkSync(link)).toBe(b);
    expect(await accounts.verify(request)).toBeNull();
    expect(readdirSync(home).sort()).toEqual(['.claude', 'account-a', 'account-b']);
  });

  test('verify makes the credentials files differ in time, and leaves differing ones alone', async () => {
    const { a, b, accounts, request } = world();
    await accounts.flip(request);
    await accounts.verify(request);
    const times = () => [a, b].map((dir) => statSync(join(dir, '.credentials.json')).mtimeMs);
    const [old, fresh] = times();
    expect(old).toBe(OLD.getTime());
    expect(fresh).not.toBe(old);
    await accounts.verify(request);
    expect(times()).toEqual([old, fresh]);
  });

  test('when the old file was written in this very millisecond the new one is set a second ahead', async () => {
    const { link, a, b, request } = world();
    const at = 1_800_000_000_123;
    for (const dir of [a, b]) utimesSync(join(dir, '.credentials.json'), new Date(at), new Date(at));
    const accounts = createAccounts({ link, steadyMs: () => STEADY, wallMs: () => at });
    expect(await accounts.flip(request)).toBeNull();
    expect(await accounts.verify(request)).toBeNull();
    expect(statSync(join(b, '.credentials.json')).mtimeMs).toBe(at + 1_000);
  });

  test('an account without a credentials file can be chosen', async () => {
    const { b, accounts, request } = world();
    rmSync(join(b, '.credentials.json'));
    expect(await accounts.preflight(request)).toBeNull();
    expect(await accounts.flip(request)).toBeNull();
    expect(await accounts.verify(request)).toBeNull();
  });

  test('the link gets an absolute real path whatever was configured', async () => {
    const { home, link, b, accounts, request } = world();
    symlinkSync(b, join(home, 'alias'));
    expect(await accounts.flip({ ...request, toDir: join(home, 'alias') })).toBeNull();
    expect(readlinkSync(link)).toBe(b);
  });

  test('verify sees that somebody else changed the link', async () => {
    const { home, link, accounts, request } = world();
    await accounts.flip(request);
    rmSync(link);
    symlinkSync(home, link);
    expect(await accounts.verify(request)).toMatchObject({
      code: 'io',
      reason: expect.stringContaining(home),
    });
  });
});

describe('what the link is', () => {
  test('a relative link is told absolute, a dangling one as far as it goes', async () => {
    const { home, link, a, accounts } = world();
    rmSync(link);
    symlinkSync('account-a', link);
    expect(await accounts.readLink()).toEqual({ type: 'link', target: a });
    rmSync(link);
    expect(await accounts.readLink()).toEqual({ type: 'missing' });
    symlinkSync('nowhere', link);
    expect(await accounts.readLink()).toEqual({ type: 'link', target: join(home, 'nowhere') });
    rmSync(link);
    mkdirSync(link);
    expect(await accounts.readLink()).toEqual({ type: 'directory' });
    const below = createAccounts({ link: join(a, '.credentials.json', 'x'), steadyMs: () => STEADY });
    expect(await below.readLink()).toMatchObject({ type: 'unreadable' });
  });
});

describe('refusals', () => {
  type World = ReturnType<typeof world>;
  const cases: readonly (readonly [string, string, (w: World) => void])[] = [
    [
      'link is a directory',
      'link-is-directory',
      ({ link }) => {
        rmSync(link);
        mkdirSync(link);
      },
    ],
    [
      'link is a file',
      'link-is-file',
      ({ link }) => {
        rmSync(link);
        writeFileSync(link, 'precious');
      },
    ],
    ['link is missing', 'link-missing', ({ link }) => rmSync(link)],
    ['folder open to the group', 'link-parent', ({ home }) => chmodSync(home, 0o770)],
    ['folder open to all, sticky', 'link-parent', ({ home }) => chmodSync(home, 0o1777)],
    ['target missing', 'target-missing', ({ b }) => rmSync(b, { recursive: true })],
    [
      'target a file',
      'target-unreadable',
      ({ b }) => {
        rmSync(b, { recursive: true });
        writeFileSync(b, '');
      },
    ],
    [
      'target a dangling link',
      'target-missing',
      ({ b }) => {
        rmSync(b, { recursive: true });
        symlinkSync('nowhere', b);
      },
    ],
    [
      'target in use under another name',
      'same-login',
      ({ a, b }) => {
        rmSync(b, { recursive: true });
        symlinkSync(a, b);
      },
    ],
    [
      'credentials are one file',
      'same-login',
      ({ a, b }) => {
        rmSync(join(b, '.credentials.json'));
        linkSync(join(a, '.credentials.json'), join(b, '.credentials.json'));
      },
    ],
    ['a refresh under way', 'refresh-in-flight', ({ a }) => mkdirSync(join(a, '.oauth_refresh.lock'))],
    [
      'a refresh lock as a file',
      'refresh-in-flight',
      ({ a }) => writeFileSync(join(a, '.oauth_refresh.lock'), ''),
    ],
    ['a session just started', 'refresh-in-flight', ({ request }) => request.agents.push(agent(14_000))],
    [
      'a session just started with the directory named',
      'refresh-in-flight',
      ({ request, link }) => request.agents.push(agent(1_000, { configDir: link })),
    ],
  ];

  test.each(cases)('%s', async (_name, code, spoil) => {
    const w = world();
    spoil(w);
    const before = lstatSync(w.link, { throwIfNoEntry: false });
    const entries = readdirSync(w.home).sort();
    for (const refusal of [await w.accounts.preflight(w.request), await w.accounts.flip(w.request)]) {
      expect(refusal).toMatchObject({ code, passing: code === 'refresh-in-flight' });
      expect(refusal?.reason).toMatch(/^.+[.]$/);
    }
    expect(lstatSync(w.link, { throwIfNoEntry: false })?.ino).toBe(before?.ino);
    expect(readdirSync(w.home).sort()).toEqual(entries);
  });

  test('a link or folder of another user', async () => {
    const { link, request } = world();
    const stranger = createAccounts({ link, steadyMs: () => STEADY, uid: (process.getuid?.() ?? 0) + 1 });
    expect(await stranger.preflight(request)).toMatchObject({ code: 'link-foreign' });
  });

  test('neither a stale refresh lock nor old, pinned or keyed sessions stand in the way', async () => {
    const { a, b, accounts, request } = world();
    mkdirSync(join(a, '.oauth_refresh.lock'));
    utimesSync(join(a, '.oauth_refresh.lock'), OLD, OLD);
    request.agents.push(agent(16_000), agent(0, { configDir: b }), agent(0, { loginByEnvironment: true }));
    expect(await accounts.preflight(request)).toBeNull();
  });

  test('a refresh that begins between preflight and rename is seen in the last moment', async () => {
    const { home, link, a, request } = world();
    // The first look asks for the sessions last: from then on a refresh is under way.
    let looks = 0;
    request.agents.find = () => {
      looks += 1;
      if (looks === 1) mkdirSync(join(a, '.oauth_refresh.lock'));
      return undefined;
    };
    const accounts = createAccounts({ link, steadyMs: () => STEADY });
    expect(await accounts.flip(request)).toMatchObject({ code: 'refresh-in-flight', passing: true });
    expect(looks).toBe(1);
    expect(readlinkSync(link)).toBe(a);
    expect(readdirSync(home)).toHaveLength(3);
  });
});

test('sweep removes what a killed flip left, and nothing else', () => {
  const { home, a, accounts } = world();
  symlinkSync(a, join(home, '.claude.failover-x'));
  symlinkSync(a, join(home, '..claude.failover-0123456789abcdef'));
  writeFileSync(join(home, '..claude.failover-0123456789abcdee'), '');
  symlinkSync(a, join(home, '..claude.failover-0123'));
  expect(accounts.sweep()).toBe(1);
  expect(existsSync(join(home, '..claude.failover-0123456789abcdef'))).toBe(false);
  expect(readdirSync(home)).toHaveLength(6);
});

test('a link that another hand has changed meanwhile is left as it is', async () => {
  const { home, link, accounts, request } = world();
  const third = account(join(home, 'account-c'));
  rmSync(link);
  symlinkSync(third, link);
  expect(await accounts.flip(request)).toMatchObject({ code: 'link-foreign', passing: true });
  expect(readlinkSync(link)).toBe(third);
  expect(readdirSync(home).filter((name) => name.startsWith('.claude.failover-'))).toEqual([]);
});
