import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PaneId } from '../../src/core/ids.js';
import type { CreateRequest, PaneFacts, TmuxPort } from '../../src/core/ports.js';
import { until } from '../support/until.js';
import { type Lab, startLab, withoutControlMode } from './support/lab.js';

let lab: Lab;
let client: TmuxPort;
beforeEach(async () => {
  lab = await startLab();
  client = lab.connect();
});
afterEach(() => lab.end());

const WAIT = ['tail', '-f', '/dev/null'];
const REPORT = [
  'sh',
  '-c',
  'pwd > out; printf "%s\\n" "$X" "$PATH" "$@" >> out; exec tail -f /dev/null',
  'sh',
];

/** Of a program that ends in the same moment, tmux 3.3a may not read what it said (1 of 100). */
const LAST_WORDS = ['sh', '-c', 'echo "no way"; sleep 0.1; exit 3'];

function request(changes: Partial<CreateRequest> = {}): CreateRequest {
  return { name: 'ccl-1', cwd: lab.server.dir, argv: WAIT, env: {}, ...changes };
}

async function paneOf(name: string, of: TmuxPort = client): Promise<PaneFacts> {
  const panes = (await of.list())?.panes.filter((facts) => facts.sessionName === name) ?? [];
  expect(panes).toHaveLength(1);
  return panes[0] as PaneFacts;
}

async function deadPane(name: string): Promise<PaneFacts> {
  await until('its pane is dead', async () => (await paneOf(name)).dead);
  return paneOf(name);
}

const screen = async (pane: PaneId): Promise<string> => (await client.capture([pane])).get(pane) ?? '';
const option = (name: string): Promise<string> =>
  lab.server.tmux('show-options', '-p', '-v', '-t', '=ccl-1:', name);

/** Everything that is part of a program's start, on whatever way tmux is reached. */
async function startsExactly(of: TmuxPort): Promise<void> {
  const cwd = join(lab.server.dir, `it's "#(touch forged)" #{pid} $HOME; é;`);
  await mkdir(cwd);
  const words = ['a b', "q'q", '"', '$HOME', '~', ';', 'x;', '#{pid}', '#(touch forged)', '%0', '-x', ''];
  const X = "v 'al' $HOME #{pid};";
  const PATH = `${lab.server.env.PATH}:/own`;
  const env = { X, PATH };
  expect(await of.create(request({ cwd, argv: [...REPORT, ...words], env }))).toEqual({ ok: true });
  const expected = `${[cwd, X, PATH, ...words].join('\n')}\n`;
  const out = () => readFile(join(cwd, 'out'), 'utf8').catch(() => '');
  await until('it has reported', async () => (await out()) === expected);
  expect(await readdir(cwd)).toEqual(['out']);
  expect(await paneOf('ccl-1', of)).toMatchObject({ cols: 200, rows: 50, dead: false });
  expect(await option('remain-on-exit')).toBe('on');
}

describe('create', () => {
  it('starts exactly these words in exactly this directory with this environment', async () => {
    await startsExactly(client);
    expect(client.health().state).toBe('connected');
  });

  it('does the same by single commands', async () => {
    const plain = lab.connect({ env: await withoutControlMode(lab) });
    await until('tmux is listed', () => plain.list());
    expect(plain.health().state).toBe('fallback');
    await startsExactly(plain);
    expect(await plain.create(request())).toMatchObject({ ok: false, reason: TAKEN });
  });

  it('leaves the environment to the program: no later window of the session has it', async () => {
    expect(await client.create(request({ env: { X: 'mine' } }))).toEqual({ ok: true });
    expect(await lab.server.tmux('show-environment', '-t', '=ccl-1:')).not.toContain('mine');
  });

  it('keeps the pane of a program that ends, with its status and what it said', async () => {
    expect(await client.create(request({ argv: LAST_WORDS }))).toEqual({
      ok: true,
    });
    const pane = await deadPane('ccl-1');
    expect(pane.deadStatus).toBe(3);
    expect(await screen(pane.pane)).toContain('no way');
  });

  it('starts nothing where its directory is missing', async () => {
    const cwd = join(lab.server.dir, 'nowhere');
    expect(await client.create(request({ cwd, argv: WAIT }))).toEqual({ ok: true });
    expect((await deadPane('ccl-1')).deadStatus).toBe(1);
  });

  it('refuses a name that is taken, but not one that only begins like another', async () => {
    expect(await client.create(request({ name: 'ccl-10' }))).toEqual({ ok: true });
    expect(await client.create(request({ argv: ['sh', '-c', 'exit 4'] }))).toEqual({ ok: true });
    expect(await deadPane('ccl-1')).toMatchObject({ deadStatus: 4 });
    expect(await client.create(request())).toEqual({ ok: false, reason: TAKEN });
    expect((await client.list())?.panes).toHaveLength(3);
  });

  it('refuses what tmux cannot be told', async () => {
    const bad: Partial<CreateRequest>[] = [
      { name: 'a b' },
      { name: '=main' },
      { name: '-x' },
      { name: 'a\nkill-server' },
      { argv: [] },
      { argv: ['echo', 'a\nkill-server'] },
      { cwd: '/tmp\n' },
      { env: { 'A B': 'x' } },
      { env: { A: '\x1b' } },
    ];
    for (const one of bad) expect(await client.create(request(one))).toMatchObject({ ok: false });
    expect((await client.list())?.panes.map((facts) => facts.pane)).toEqual(['%0']);
  });

  it('makes nothing where a new session would crash the server', async () => {
    await client.list();
    const pid = await lab.server.serverPid();
    await lab.server.tmux('set-option', '-gw', 'window-size', 'manual');
    for (const one of [client, lab.connect()]) {
      const refused = await one.create(request());
      expect(refused).toMatchObject({ ok: false, reason: expect.stringContaining('window-size') });
    }
    expect(await lab.server.serverPid()).toBe(pid);
    await lab.server.tmux('set-option', '-gw', 'window-size', 'latest');
    expect(await client.create(request())).toEqual({ ok: true });
  });
});

const TAKEN = 'a tmux session of this name is there already';

describe('without a server', () => {
  beforeEach(() => lab.server.killServer());

  it('starts one that is usable at once and outlives us', async () => {
    expect(await client.list()).toBe(null);
    expect(await client.create(request({ env: { X: 'secret' } }))).toEqual({ ok: true });
    const pane = await paneOf('ccl-1');
    expect(pane).toMatchObject({ cols: 200, rows: 50, dead: false });
    expect(client.health().state).toBe('connected');
    expect(await client.create(request({ name: 'ccl-2' }))).toEqual({ ok: true });
    const pid = await lab.server.serverPid();
    await client.close();
    expect(await lab.server.serverPid()).toBe(pid);
    expect(await lab.server.tmux('list-sessions', '-F', '#{session_name}')).toBe('ccl-1\nccl-2');
    expect(await readFile(`/proc/${pid}/stat`, 'utf8')).toMatch(/\) \S 1 /);
    expect(await readFile(`/proc/${pid}/cmdline`, 'utf8')).not.toContain('secret');
  });

  it('starts the very same program there', () => startsExactly(client));

  it('starts it with the allow-list of our environment and nothing else', async () => {
    const env = { ...lab.server.env, SECRET: 'x', TMUX: '', CLAUDE_CONFIG_DIR: '/x' };
    const other = lab.connect({ env });
    expect(await other.create(request())).toEqual({ ok: true });
    const known = await lab.server.tmux('show-environment', '-g');
    expect(known).toContain(`HOME=${lab.server.dir}`);
    expect(known).not.toMatch(/SECRET|CLAUDE_CONFIG_DIR/);
  });

  it('starts one also when the last one died unseen', async () => {
    await lab.server.start();
    await until('tmux is listed', () => client.list());
    process.kill(await lab.server.serverPid(), 'SIGKILL');
    expect(await client.create(request())).toEqual({ ok: true });
    expect(await paneOf('ccl-1')).toMatchObject({ dead: false });
  });

  it('starts one for several sessions that are asked for at once', async () => {
    const names = Array.from({ length: 9 }, (_, n) => `ccl-${n + 1}`);
    const made = await Promise.all(names.map((name) => client.create(request({ name }))));
    expect(made).toEqual(names.map(() => ({ ok: true })));
    expect((await client.list())?.panes.map((facts) => facts.sessionName).sort()).toEqual(names);
  });

  it('keeps the pane of a program that ends there', async () => {
    expect(await client.create(request({ argv: LAST_WORDS }))).toEqual({
      ok: true,
    });
    const pane = await deadPane('ccl-1');
    expect(pane.deadStatus).toBe(3);
    expect(await screen(pane.pane)).toContain('no way');
  });
});

it('starts no second server beside one that does not answer', async () => {
  const slow = lab.connect({ deadlineMs: 400 });
  const pid = await lab.server.serverPid();
  process.kill(pid, 'SIGSTOP');
  expect(await slow.create(request())).toMatchObject({
    ok: false,
    reason: expect.stringContaining('its server does not answer'),
  });
  process.kill(pid, 'SIGCONT');
  await until('tmux is listed', () => slow.list());
  expect(await lab.server.serverPid()).toBe(pid);
  expect(await lab.server.tmux('list-sessions', '-F', '#{session_name}')).not.toContain('ccl-1');
});
